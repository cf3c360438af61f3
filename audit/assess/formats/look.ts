/** What a format for people looks at. */
export interface Look {
  readonly colors: boolean;
  /** Characters a line. */
  readonly columns: number;
}
