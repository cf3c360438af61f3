/** A field to search in. */
export function Search({
  label,
  value,
  set,
}: {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
}) {
  return (
    <label class="search">
      {label}{" "}
      <input
        type="search"
        value={value}
        onInput={(event) => {
          set(event.currentTarget.value);
        }}
      />
    </label>
  );
}
