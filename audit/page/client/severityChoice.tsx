/** Severities to show: a box for each. */
export function SeverityChoice<Severity extends string>({
  severities,
  shown,
  set,
}: {
  readonly severities: readonly Severity[];
  readonly shown: readonly Severity[];
  readonly set: (shown: readonly Severity[]) => void;
}) {
  return (
    <fieldset>
      <legend>Severity</legend>
      {severities.map((severity) => (
        <label key={severity}>
          <input
            type="checkbox"
            checked={shown.includes(severity)}
            onChange={() => {
              set(shown.includes(severity) ? shown.filter((one) => one !== severity) : [...shown, severity]);
            }}
          />{" "}
          {severity}
        </label>
      ))}
    </fieldset>
  );
}
