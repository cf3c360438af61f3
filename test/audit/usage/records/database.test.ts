import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { openDatabase } from "../../../../audit/usage/records/database";
import { UsageError } from "../../../../audit/usageError";

describe("the embedded database", () => {
  it("is closed once the question that it is at is answered, and answers none that waits", async () => {
    const database = await openDatabase();
    const sql = "SELECT count(*) FROM range(2000000)";
    const asked = Promise.allSettled([1, 2, 3].map(() => database.rows(sql)));
    await database.close();
    for (const one of await asked)
      if (one.status === "fulfilled") assert.deepEqual(one.value, [[2_000_000]]);
      else assert.match(String(one.reason), /the database is closed/);
    await assert.rejects(database.rows(sql), /the database is closed/);
    assert.ok(!existsSync(database.folder));
  });

  it("says what to do where the memory does not suffice, and answers the next question with all threads", async () => {
    const database = await openDatabase();
    const [[threads] = []] = await database.rows("SELECT current_setting('threads')");
    await assert.rejects(
      database.rows("SELECT len(list(range)) FROM range(100000000)"),
      (error) =>
        error instanceof UsageError && error.message.includes("take fewer (--since, --region, --key)"),
    );
    assert.deepEqual(await database.rows("SELECT current_setting('threads'), count(*) FROM range(5)"), [
      [threads, 5],
    ]);
    await database.close();
  });
});
