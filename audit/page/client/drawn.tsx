/** A drawing of the program that wrote this page. What it says, stands in words beside it. */
import type { Drawing } from "../drawing";

/**
 * The drawing for the reader's screen: the styles show one of the two. On a phone it is as wide as it must be to be read, and scrolls.
 * @param label what it shows, for those who do not see it
 */
export function Drawn({
  drawing: { light, dark },
  label,
}: {
  readonly drawing: Drawing;
  readonly label: string;
}) {
  if (light === "") return null;
  return (
    <div class="scroll" tabIndex={0} role="img" aria-label={label}>
      <div class="chart light" dangerouslySetInnerHTML={{ __html: light }} />
      <div class="chart dark" dangerouslySetInnerHTML={{ __html: dark }} />
    </div>
  );
}
