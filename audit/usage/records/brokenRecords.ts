/** Records that are none, of all sources: counted, and the first of them named. */
import { NAMED, type SourceSummary } from "./recordReader";

/** What is not a record though it should be one. */
export interface BrokenRecord {
  readonly file: string;
  /** Its number within the file, from 1; null where that is not known. */
  readonly record: number | null;
  readonly problem: string;
}

interface Numbered {
  readonly source: number;
  readonly record: number;
  readonly problem: string;
}

/** Collects them in whatever order sources are read. */
export class BrokenRecords {
  count = 0;
  private named: Numbered[] = [];

  /** @param sources names of the sources, by their numbers; may grow */
  constructor(private readonly sources: readonly string[]) {}

  add(source: number, { broken, named }: SourceSummary): void {
    if (broken === 0) return;
    this.count += broken;
    this.named.push(...named.map((one) => ({ source, ...one })));
    if (this.named.length > 10 * NAMED) this.cut();
  }

  /** The first, in the order of the sources. */
  first(): readonly BrokenRecord[] {
    this.cut();
    return this.named.map(({ source, record, problem }) => ({
      file: this.sources[source] ?? "",
      record,
      problem,
    }));
  }

  private cut(): void {
    this.named.sort((left, right) => left.source - right.source || left.record - right.record);
    this.named = this.named.slice(0, NAMED);
  }
}
