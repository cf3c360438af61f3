/** Where a child's output goes, as it comes. */
export interface Output {
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
}

/** A message of a stream that carries output, as Pulumi's protocol has them. */
interface OutputMessage {
  setStdout(bytes: Uint8Array): unknown;
  setStderr(bytes: Uint8Array): unknown;
}

/** Output that is sent as messages of one stream. */
export function outputTo<Message extends OutputMessage>(
  create: () => Message,
  write: (message: Message) => unknown,
): Output {
  return {
    stdout(bytes) {
      const message = create();
      message.setStdout(bytes);
      write(message);
    },
    stderr(bytes) {
      const message = create();
      message.setStderr(bytes);
      write(message);
    },
  };
}
