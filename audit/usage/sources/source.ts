/** A file on disk. */
export interface StoredFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** Something that holds CloudTrail records as JSON, packed by gzip or not. */
export interface Source {
  /** How reports name it: a path, an S3 URI, or "standard input". */
  readonly name: string;
  /** Where it is a file on disk. */
  readonly file?: StoredFile;
  /** Its bytes as stored. Called once. */
  readonly read: () => AsyncIterable<Uint8Array> | Promise<Uint8Array>;
}
