/** Runs queries in Athena. https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
import type { AthenaClient, QueryExecution } from "@aws-sdk/client-athena";
import type { WaiterResult } from "@smithy/core/client";
import pLimit from "p-limit";
import { UsageError } from "../../usageError";
import type { Row } from "../records/database";
import { valueOf } from "./values";

/** Where queries run, and where their results go. */
export interface QuerySettings {
  /** Athena's own default, `primary`, where left out. */
  readonly workgroup?: string | undefined;
  /** `s3://bucket/prefix/`; the workgroup's where left out. */
  readonly output?: string | undefined;
}

/** Queries at the same time; an account may have some dozens. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const AT_ONCE = 5;
/** Seconds between two looks at a query that runs: from the first to the last. */
const LOOKS = { minDelay: 1, maxDelay: 10 };
/** Seconds, beyond which a query is given up: Athena itself ends one after 30 minutes, and may have it wait before. */
const LONGEST = 3600;

/** The queries of one run. */
export class Queries {
  /** Queries that Athena has answered. */
  answered = 0;
  /** Bytes that Athena read for them, which is what it bills. */
  bytesScanned = 0;
  private readonly limit = pLimit(AT_ONCE);
  private readonly running = new Set<string>();
  private readonly stopped = new AbortController();

  /** @param progress called whenever a query is answered */
  constructor(
    private readonly client: AthenaClient,
    private readonly settings: QuerySettings,
    private readonly progress: () => void,
  ) {}

  /**
   * Runs one query to its end.
   * @returns its rows
   * @throws UsageError with Athena's reason where it fails
   */
  rows(sql: string): Promise<readonly Row[]> {
    return this.limit(async () => this.results(await this.ran(sql)));
  }

  /**
   * Runs one statement that has no rows to its end.
   * @throws UsageError with Athena's reason where it fails
   */
  async run(sql: string): Promise<void> {
    await this.limit(() => this.ran(sql));
  }

  /** Gives up what still runs or waits. */
  async stop(): Promise<void> {
    this.limit.clearQueue();
    this.stopped.abort();
    const { StopQueryExecutionCommand } = await import("@aws-sdk/client-athena");
    for (const id of this.running)
      // One that has ended meanwhile cannot be stopped, and need not be.
      await this.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
  }

  /** @returns the id of the query that has run */
  private async ran(sql: string): Promise<string> {
    const id = await this.start(sql);
    this.running.add(id);
    const { Statistics: statistics } = await this.ended(id);
    this.running.delete(id);
    this.answered += 1;
    this.bytesScanned += statistics?.DataScannedInBytes ?? 0;
    this.progress();
    return id;
  }

  private async start(sql: string): Promise<string> {
    const { StartQueryExecutionCommand } = await import("@aws-sdk/client-athena");
    const { workgroup, output } = this.settings;
    const { QueryExecutionId: id } = await this.client
      .send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workgroup,
          ...(output !== undefined && { ResultConfiguration: { OutputLocation: output } }),
        }),
      )
      .catch((error: unknown) => {
        throw new UsageError(`Athena refuses the query: ${hint(error as Error)}`);
      });
    if (id === undefined) throw new UsageError("Athena started a query without an id");
    return id;
  }

  private async ended(id: string): Promise<QueryExecution> {
    const { GetQueryExecutionCommand } = await import("@aws-sdk/client-athena");
    const { createWaiter, WaiterState } = await import("@smithy/core/client");
    let execution: QueryExecution = {};
    const look = async (client: AthenaClient): Promise<WaiterResult> => {
      ({ QueryExecution: execution = {} } = await client.send(
        new GetQueryExecutionCommand({ QueryExecutionId: id }),
      ));
      const state = execution.Status?.State;
      if (state === "QUEUED" || state === "RUNNING") return { state: WaiterState.RETRY };
      return { state: state === "SUCCEEDED" ? WaiterState.SUCCESS : WaiterState.FAILURE };
    };
    const wait = { client: this.client, maxWaitTime: LONGEST, ...LOOKS, abortSignal: this.stopped.signal };
    const { state } = await createWaiter(wait, {}, look);
    if (state === WaiterState.SUCCESS) return execution;
    const why = execution.Status?.StateChangeReason ?? state.toLowerCase();
    throw new UsageError(`the query ${id} failed in Athena: ${why}`);
  }

  private async results(id: string): Promise<readonly Row[]> {
    const { paginateGetQueryResults } = await import("@aws-sdk/client-athena");
    const rows: Row[] = [];
    let header = true;
    for await (const { ResultSet: set } of paginateGetQueryResults(
      { client: this.client },
      { QueryExecutionId: id },
    )) {
      const types = (set?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Type }) => Type ?? "varchar");
      // The first row of the first page repeats the names of the columns.
      for (const { Data: data = [] } of (set?.Rows ?? []).slice(header ? 1 : 0))
        rows.push(data.map(({ VarCharValue: text }, column) => valueOf(types[column] ?? "varchar", text)));
      header = false;
    }
    return rows;
  }
}

function hint({ name, message }: Error): string {
  if (/output location/i.test(message)) return `${message} Give --athena-workgroup or --athena-output.`;
  return name === "InvalidRequestException" ? message : `${name}: ${message}`;
}
