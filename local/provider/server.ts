/** The provider as the gRPC service `pulumirpc.ResourceProvider`. */
import {
  type handleUnaryCall,
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  status,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { checkSettings } from "./configuration/settings";
import { grpcErrorOf } from "./grpcErrors";
import {
  checkFailure,
  checkResponse,
  diffConfig,
  diffResponse,
  namingOf,
  secretsOf,
  typeOf,
} from "./messages";
import { Empty } from "./protobuf";
import { Provider } from "./provider";
import { schema } from "./schema";
import { decode, encode } from "./values";

/** Room for messages as large as the engine itself allows: 400 MB. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** A server with the provider on it, not yet listening. */
export interface ProviderServer {
  readonly server: Server;
  /** Ends waits, but no calls under way. */
  readonly cancel: () => void;
  /** Says that the engine is gone: in order, or that it died. */
  readonly end: (inOrder: boolean) => void;
  /** Settles once no call is under way. */
  readonly idle: () => Promise<void>;
}

/**
 * Makes the server.
 * @param version what the plugin gives as its version
 */
export function createProviderServer(version: string, environment: NodeJS.ProcessEnv): ProviderServer {
  const provider = new Provider(environment);
  const underWay = new Set<Promise<unknown>>();
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });

  function unary<Request, Response>(
    handle: (request: Request) => Promise<Response> | Response,
  ): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => {
      const work = Promise.resolve()
        .then(() => handle(call.request))
        .then(
          (response) => {
            answer(null, response);
          },
          (error: unknown) => {
            answer(grpcErrorOf(error));
          },
        )
        .finally(() => underWay.delete(work));
      underWay.add(work);
    };
  }
  const unimplemented: handleUnaryCall<unknown, never> = (call, answer) => {
    answer({
      code: status.UNIMPLEMENTED,
      details: `the stand-in aws provider does not serve ${call.getPath()}`,
    });
  };

  server.addService(ResourceProviderService, {
    handshake: unary(() => {
      const response = new proto.ProviderHandshakeResponse();
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary(() => new Empty()),
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: unary(() => {
      const response = new proto.GetSchemaResponse();
      response.setSchema(JSON.stringify(schema(version)));
      return response;
    }),
    checkConfig: unary((request: proto.CheckRequest) => {
      const news = decode(request.getNews());
      return checkResponse(news, checkSettings(news, environment));
    }),
    diffConfig: unary((request: proto.DiffRequest) =>
      diffConfig(decode(request.getOldInputs()), decode(request.getNews())),
    ),
    configure: unary(async (request: proto.ConfigureRequest) => {
      await provider.configure(decode(request.getArgs()));
      const response = new proto.ConfigureResponse();
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: unary((request: proto.CheckRequest) => {
      const type = typeOf(request.getUrn());
      const { inputs, failures } = provider.check(
        type,
        decode(request.getOlds()),
        decode(request.getNews()),
        namingOf(request),
      );
      return checkResponse(inputs, failures);
    }),
    diff: unary((request: proto.DiffRequest) => {
      provider.isKnown(request.getUrn());
      return diffResponse(
        provider.diff(
          typeOf(request.getUrn()),
          decode(request.getOlds()),
          decode(request.getNews()),
          request.getIgnorechangesList(),
        ),
      );
    }),
    create: unary(async (request: proto.CreateRequest) => {
      const type = typeOf(request.getUrn());
      const inputs = decode(request.getProperties());
      const response = new proto.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(encode(provider.previewCreate(type, inputs), secretsOf(type)));
        return response;
      }
      const { id, state } = await provider.create(type, request.getUrn(), inputs, request.getTimeout());
      response.setId(id);
      response.setProperties(encode(state, secretsOf(type)));
      return response;
    }),
    read: unary(async (request: proto.ReadRequest) => {
      const type = typeOf(request.getUrn());
      const found = await provider.read(
        type,
        request.getId(),
        decode(request.getProperties()),
        decode(request.getInputs()),
        request.getTimeout(),
      );
      const response = new proto.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(encode(found.state, secretsOf(type)));
      response.setInputs(encode(found.inputs, secretsOf(type)));
      return response;
    }),
    update: unary(async (request: proto.UpdateRequest) => {
      const type = typeOf(request.getUrn());
      const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
      const ignored = request.getIgnorechangesList();
      const state = request.getPreview()
        ? provider.previewUpdate(type, olds, news, ignored)
        : await provider.update(type, request.getId(), olds, news, ignored, request.getTimeout());
      const response = new proto.UpdateResponse();
      response.setProperties(encode(state, secretsOf(type)));
      return response;
    }),
    delete: unary(async (request: proto.DeleteRequest) => {
      provider.isKnown(request.getUrn());
      const state = decode(request.getProperties());
      await provider.delete(typeOf(request.getUrn()), request.getId(), state, request.getTimeout());
      return new Empty();
    }),
    invoke: unary(async (request: proto.InvokeRequest) => {
      const { failures, result, secrets } = await provider.invoke(
        request.getTok(),
        decode(request.getArgs()),
      );
      const response = new proto.InvokeResponse();
      if (failures.length > 0) response.setFailuresList(failures.map(checkFailure));
      else response.setReturn(encode(result, secrets));
      return response;
    }),
    cancel: unary(() => {
      provider.cancel();
      return new Empty();
    }),
    getMapping: unary(() => new proto.GetMappingResponse()),
    getMappings: unary(() => new proto.GetMappingsResponse()),
    parameterize: unimplemented,
    call: unimplemented,
    construct: unimplemented,
    list: (call: { emit(event: "error", error: object): void }) => {
      call.emit("error", {
        code: status.UNIMPLEMENTED,
        details: "the stand-in aws provider does not serve List",
      });
    },
  });

  return {
    server,
    cancel: () => {
      provider.cancel();
    },
    end: (inOrder) => {
      provider.end(inOrder);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
