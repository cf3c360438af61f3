import assert from "node:assert/strict";
import { bodyOf, signedFor, startStage, type FakeService, type Stage } from "./fakeLocalEmu";

const json = (target: string, service: string) => ({
  ...signedFor(service),
  "x-amz-target": target,
  "content-type": "application/x-amz-json-1.1",
});

describe("other services behind the gateway", () => {
  let stage: Stage;
  const on = async (service: FakeService) => {
    stage = await startStage(service);
  };
  afterEach(() => stage.close());

  const post = (headers: Record<string, string>, body: string | Buffer, path = "/") =>
    fetch(stage.endpoint + path, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });

  describe("a dashboard that is not there", () => {
    const message = "Dashboard kms does not exist";
    const answers = (contentType: string, body: string | Buffer) =>
      on(async (request, response) => {
        await bodyOf(request);
        response.writeHead(400, { "content-type": contentType }).end(body);
      });
    const query = { ...signedFor("monitoring"), "content-type": "application/x-www-form-urlencoded" };

    it("is ResourceNotFound in the query protocol", async () => {
      await answers(
        "text/xml",
        `<ErrorResponse><Error><Code>InvalidParameterValue</Code><Message>${message}.</Message>`,
      );
      const answer = await post(query, "Action=GetDashboard&Version=2010-08-01&DashboardName=kms");
      assert.equal(answer.status, 404);
      assert.match(
        await answer.text(),
        /<Code>ResourceNotFound<\/Code><Message>Dashboard kms does not exist</,
      );
    });

    it("is ResourceNotFound in JSON, with its query code", async () => {
      await answers(
        "application/json",
        JSON.stringify({ __type: "InvalidParameterValueException", message }),
      );
      const answer = await post(json("GraniteServiceVersion20100801.GetDashboard", "monitoring"), "{}");
      assert.equal(answer.status, 404);
      assert.equal(answer.headers.get("x-amzn-query-error"), "ResourceNotFound;Sender");
      assert.deepEqual(await answer.json(), { __type: "DashboardNotFoundError", message });
    });

    it("is ResourceNotFound in CBOR, with its query code", async () => {
      const fields = Buffer.concat([
        Buffer.from([0xbf, 0x67]),
        Buffer.from(`message\x78\x1c${message}`),
        Buffer.from([0xff]),
      ]);
      await answers("application/cbor", fields);
      const headers = { ...signedFor("monitoring"), "smithy-protocol": "rpc-v2-cbor" };
      const path = "/service/GraniteServiceVersion20100801/operation/GetDashboard";
      const answer = await post(headers, "\xa0", path);
      assert.equal(answer.status, 404);
      assert.equal(answer.headers.get("smithy-protocol"), "rpc-v2-cbor");
      assert.equal(answer.headers.get("x-amzn-query-error"), "ResourceNotFound;Sender");
      const expected = `\xa2\x79\x00\x06__type\x79\x00\x16DashboardNotFoundError\x79\x00\x07message\x79\x00\x1c${message}`;
      assert.equal(Buffer.from(await answer.arrayBuffer()).toString("latin1"), expected);
    });

    it("leaves other operations and answers as they are", async () => {
      await answers("text/xml", `<Message>${message}</Message>`);
      const answer = await post(query, "Action=PutDashboard&DashboardName=kms");
      assert.equal(answer.status, 400);
      assert.equal(await answer.text(), `<Message>${message}</Message>`);
    });
  });

  it("describe the trails that were asked for, by name or ARN", async () => {
    const trails = ["a", "b"].map((Name) => ({
      Name,
      TrailARN: `arn:aws:cloudtrail:us-east-1:111111111111:trail/${Name}`,
    }));
    await on((_, response) => {
      response.end(JSON.stringify({ trailList: trails }));
    });
    const target = json("CloudTrail_20131101.DescribeTrails", "cloudtrail");
    const named = async (trailNameList?: string[]) => {
      const answer = await post(target, JSON.stringify({ trailNameList }));
      return ((await answer.json()) as { trailList: { Name: string }[] }).trailList.map(({ Name }) => Name);
    };
    assert.deepEqual(await named(["a"]), ["a"]);
    assert.deepEqual(await named([trails[1]!.TrailARN]), ["b"]);
    assert.deepEqual(await named([]), ["a", "b"]);
    assert.deepEqual(await named(), ["a", "b"]);
  });

  it("change a workgroup: what is named is replaced, what is removed goes, the rest and the tags stay", async () => {
    const asked: [string, Record<string, unknown>][] = [];
    const tags = [{ Key: "Owner", Value: "audit" }];
    const answers: Record<string, object> = {
      GetWorkGroup: {
        WorkGroup: {
          Name: "audit",
          Description: "Audit",
          Configuration: {
            BytesScannedCutoffPerQuery: 20_000_000,
            RequesterPaysEnabled: false,
            ResultConfiguration: { OutputLocation: "s3://a/", EncryptionConfiguration: { KmsKey: "k" } },
          },
        },
      },
      ListTagsForResource: { Tags: tags },
    };
    await on(async (request, response) => {
      const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      asked.push([operation, JSON.parse(String(await bodyOf(request))) as Record<string, unknown>]);
      response.end(JSON.stringify(answers[operation] ?? {}));
    });
    const target = json("AmazonAthena.UpdateWorkGroup", "athena");
    const update = {
      WorkGroup: "audit",
      ConfigurationUpdates: {
        RemoveBytesScannedCutoffPerQuery: true,
        RequesterPaysEnabled: true,
        ResultConfigurationUpdates: { OutputLocation: "s3://b/" },
      },
    };
    assert.equal((await post(target, JSON.stringify(update))).status, 200);
    assert.deepEqual(
      asked.map(([operation]) => operation),
      ["GetWorkGroup", "ListTagsForResource", "DeleteWorkGroup", "CreateWorkGroup"],
    );
    assert.deepEqual(asked.at(-1)?.[1], {
      Name: "audit",
      Description: "Audit",
      Configuration: {
        RequesterPaysEnabled: true,
        ResultConfiguration: { OutputLocation: "s3://b/", EncryptionConfiguration: { KmsKey: "k" } },
      },
      Tags: tags,
    });
    const tag = {
      ResourceARN: "arn:aws:athena:us-east-1:111111111111:workgroup/audit",
      Tags: [{ Key: "A", Value: "b" }],
    };
    await post(json("AmazonAthena.TagResource", "athena"), JSON.stringify(tag));
    assert.deepEqual(asked.at(-1)?.[1].Tags, [...tags, ...tag.Tags]);
    const untag = { ResourceARN: tag.ResourceARN, TagKeys: ["Owner"] };
    await post(json("AmazonAthena.UntagResource", "athena"), JSON.stringify(untag));
    assert.deepEqual(asked.at(-1)?.[1].Tags, []);
    answers.GetWorkGroup = {};
    const refusal = await post(target, JSON.stringify(update));
    assert.deepEqual(await refusal.json(), {
      __type: "InvalidRequestException",
      message: "WorkGroup audit is not found.",
    });
  });

  it("keep saved queries, per account and Region", async () => {
    await on(() => assert.fail("LocalEmu does not know saved queries"));
    const ask = async (operation: string, input: object, region = "us-east-1") => {
      const headers = { ...json(`Logs_20140328.${operation}`, "logs"), ...signedFor("logs", { region }) };
      return (await (await post(headers, JSON.stringify(input))).json()) as Record<string, unknown>;
    };
    const query = { name: "kms/denied", queryString: "fields @timestamp", logGroupNames: ["/trail"] };
    const { queryDefinitionId } = await ask("PutQueryDefinition", query);
    await ask("PutQueryDefinition", { ...query, queryDefinitionId, queryString: "fields eventName" });
    const { queryDefinitions } = await ask("DescribeQueryDefinitions", { queryDefinitionNamePrefix: "kms/" });
    const [saved, ...others] = queryDefinitions as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.deepEqual(
      [saved!.name, saved!.queryString, saved!.logGroupNames],
      ["kms/denied", "fields eventName", ["/trail"]],
    );
    assert.deepEqual(await ask("DescribeQueryDefinitions", {}, "eu-west-1"), { queryDefinitions: [] });
    assert.deepEqual(await ask("DeleteQueryDefinition", { queryDefinitionId }), { success: true });
    assert.equal(
      (await ask("DeleteQueryDefinition", { queryDefinitionId })).__type,
      "ResourceNotFoundException",
    );
  });
});
