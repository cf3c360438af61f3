/** One of several, or all. */
export function Choice({
  label,
  value,
  set,
  options,
}: {
  readonly label: string;
  /** Empty for all. */
  readonly value: string;
  readonly set: (value: string) => void;
  readonly options: readonly string[];
}) {
  return (
    <label>
      {label}{" "}
      <select
        value={value}
        onChange={(event) => {
          set(event.currentTarget.value);
        }}
      >
        <option value="">all</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}
