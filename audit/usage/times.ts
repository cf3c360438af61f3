/** Moments as people write them on a command line. */
import { InvalidArgumentError } from "commander";

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * `24h`, `7d` (so long before now), `2026-10-01` or `2026-10-01T12:00:00Z` (UTC where no zone is given).
 * @throws InvalidArgumentError for anything else
 */
export function moment(text: string, now = Date.now()): Date {
  const ago = /^(\d+)([mhdw])$/.exec(text);
  if (ago !== null) return new Date(now - Number(ago[1]) * (units[ago[2] ?? ""] ?? 0));
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`;
    const time = new Date(zoned);
    if (!Number.isNaN(time.getTime())) return time;
  }
  throw new InvalidArgumentError("Write 24h, 7d, 2026-10-01 or 2026-10-01T12:00:00Z.");
}
