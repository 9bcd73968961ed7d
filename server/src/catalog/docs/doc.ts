/** A short text of our own in Markdown, and the section of the program's manual that says more. */
export interface Doc {
  readonly text: string;
  /** An absolute address. */
  readonly link: string;
}

/** A doc, or undefined where there is no text. */
export const docOf = (text: string | undefined, link: string): Doc | undefined =>
  text === undefined ? undefined : { text, link };
