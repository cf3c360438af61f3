import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import {
  type BatchData,
  BatchWriter,
  CHUNK_ROWS,
  COLUMN_FLAGS,
  COLUMN_NUMBERS,
  emptyBatch,
  INLINE,
  NUMBERS,
  TEXT_NUMBERS,
  textColumns,
} from "../../../../audit/usage/records/eventBatch";
import { readInThreads } from "../../../../audit/usage/records/fileReaders";
import type { SourceSummary } from "../../../../audit/usage/records/recordReader";
import type { FileToRead } from "../../../../audit/usage/records/recordWorker";
import { readSource } from "../../../../audit/usage/records/sourceReader";
import { bytesOfFile } from "../../../../audit/usage/sources/storedFile";
import { event, packed, trailFile } from "../trail";

/** The rows of a batch as texts, with the number of the source and the place. */
function rowsOf(batch: BatchData): string[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const columns = textColumns.map((_name, column) => textOf(batch, row, column));
    return [...batch.numbers.subarray(row * NUMBERS, (row + 1) * NUMBERS), ...columns].join("|");
  });
}

function textOf({ texts, filled, bytes }: BatchData, row: number, column: number): string {
  const place = Math.floor(row / CHUNK_ROWS) * textColumns.length + column;
  const rowOfChunk = row % CHUNK_ROWS;
  const flags = filled[place * COLUMN_FLAGS + (rowOfChunk >> 3)] ?? 0;
  if ((flags & (1 << (rowOfChunk & 7))) === 0) return "";
  const at = place * COLUMN_NUMBERS + rowOfChunk * TEXT_NUMBERS;
  const [length = 0, , offset = 0] = texts.subarray(at);
  return length > INLINE
    ? Buffer.from(bytes.subarray(offset, offset + length)).toString()
    : Buffer.from(texts.buffer, (at + 1) * 4, length).toString();
}

describe("reading files in threads", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-audit-"));
  const program = path.join(folder, "recordWorker.js");
  let files: FileToRead[] = [];

  before(() => {
    buildSync({
      entryPoints: ["audit/usage/records/recordWorker.ts"],
      ...{ outfile: program, bundle: true, platform: "node", format: "cjs" },
    });
    files = Array.from({ length: 60 }, (_, number) => {
      const length = number === 11 ? 5000 : 200;
      const events = Array.from({ length }, (_event, index) => event(number * 1000 + index));
      const [name, text] = [path.join(folder, `${number}.json.gz`), trailFile(...events)];
      const content = packed(number === 7 ? `${text.slice(0, -2)},5` : text);
      writeFileSync(name, number === 9 ? content.subarray(0, -100) : content);
      return { number, name: `${number}`, file: { path: name, size: content.length } };
    });
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("finds what one thread finds", async () => {
    const [rows, summaries]: [string[], SourceSummary[]] = [[], []];
    await readInThreads(
      files,
      (batch) => Promise.resolve(void rows.push(...rowsOf(batch))),
      (source, summary) => {
        summaries[source] = summary;
      },
      program,
    );
    const [expectedRows, expected]: [string[], SourceSummary[]] = [[], []];
    for (const { number, name, file } of files) {
      const batch = emptyBatch();
      const nothing = () => Promise.resolve();
      expected.push(await readSource({ number, name }, bytesOfFile(file), new BatchWriter(batch), nothing));
      expectedRows.push(...rowsOf(batch));
    }
    assert.ok(expectedRows.length > 11_000);
    assert.deepEqual(rows.sort(), expectedRows.sort());
    assert.deepEqual(summaries, expected);
    assert.deepEqual(
      expected.flatMap(({ named }, source) => named.map(({ problem }) => `${source} ${problem}`)),
      ["7 is no CloudTrail record", "7 ends in the middle", "9 the gzip data ends too soon"],
    );
  });

  it("fails where the database does", async () => {
    const failing = readInThreads(
      files,
      () => Promise.reject(new Error("disk full")),
      () => undefined,
      program,
    );
    await assert.rejects(failing, /disk full/);
  });

  it("fails where a thread does", async () => {
    writeFileSync(path.join(folder, "bad.js"), "throw new Error('no memory')");
    const failing = readInThreads(
      files,
      () => Promise.resolve(),
      () => undefined,
      path.join(folder, "bad.js"),
    );
    await assert.rejects(failing, /no memory/);
  });
});
