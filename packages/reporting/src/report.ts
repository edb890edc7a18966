/** What a colour of a report says; a colour never stands alone. */
export const tones = ['good', 'bad', 'odd', 'warn', 'dull', 'faint', 'note'] as const;

export type Tone = (typeof tones)[number];

/** How grave something is, in the words of GitHub's annotations. */
export type Severity = 'error' | 'warning' | 'notice';

/** What one run or check says, whatever it was about: every format shows this and nothing else. */
export interface Report {
  /** Such as `TRTC Call v1 conformance of mock`. */
  readonly name: string;
  /** What made it. */
  readonly tool: { readonly name: string; readonly version: string };
  /** What the rows are called, in the plural. */
  readonly noun: string;
  /** One for each generation of the API that was looked at; never empty. */
  readonly verdicts: readonly Verdict[];
  readonly exitCode: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMilliseconds: number;
  /** Who was asked, and with which versions. */
  readonly facts: readonly Fact[];
  /** How far the report can be trusted, such as when the vendor was last asked. */
  readonly standing: string;
  /** What a reader must not miss, worst first. */
  readonly alerts: readonly Alert[];
  /** By the id that rows have, what needs attention first. */
  readonly statuses: Readonly<Record<string, Status>>;
  /** The title of the list on top, such as `What failed`. */
  readonly listTitle: string;
  /** What the two halves of a change are called, such as `expected` and `got`. */
  readonly halves: readonly [before: string, after: string];
  /** What the rows of a page can be narrowed by besides their status. */
  readonly filters: readonly Filter[];
  readonly groups: readonly Group[];
  readonly matrices: readonly Matrix[];
  readonly tables: readonly Table[];
  /** What a reader may do next, as a block of text. */
  readonly remedy?: string | undefined;
}

/** What was checked and what came of it. */
export interface Verdict {
  /** For a reader who reads nothing else, such as `The mock conforms; never verified against the vendor`. */
  readonly headline: string;
  /** The same as one line with its numbers, such as `Conforms: 95 MUST passed, none failed`. */
  readonly conclusion: string;
  /** The numbers alone; empty where the headline has them. */
  readonly detail: string;
  /** Whether it is good news. */
  readonly passed: boolean;
}

export interface Fact {
  readonly name: string;
  readonly text: string;
  /** Where more of it can be read. */
  readonly href?: string | undefined;
}

/** Something to act on that is not about one row. */
export interface Alert {
  /** For programs, such as `could-not-check`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Whether it is about how the tool was set up, not about what it looked at. */
  readonly isConfiguration?: boolean;
  readonly texts: readonly string[];
}

/** What came of a row. */
export interface Status {
  readonly label: string;
  /** One character. */
  readonly mark: string;
  readonly tone: Tone;
  /** In the words of JUnit. What failed or broke is in the list on top. */
  readonly outcome: 'passed' | 'failed' | 'broken' | 'skipped';
  /** Whether rows of it are shown in full from the start. */
  readonly isOpen?: boolean;
}

/** Rows under one title. */
export interface Group {
  readonly title: string;
  /**
   * - `full`: all there is to say of each
   * - `brief`: two lines for each
   * - `reasons`: by why nothing was seen of them
   * - `folded`: on a page only, behind one line
   */
  readonly show: 'full' | 'brief' | 'reasons' | 'folded';
  readonly rows: readonly Row[];
}

/** One requirement, or one difference. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** Key in {@link Report.statuses}. */
  readonly status: string;
  /** How much it counts, such as `MUST`. */
  readonly level: string;
  /** The name of what it is a case of. */
  readonly rule?: string | undefined;
  /** The suite of JUnit. */
  readonly suite: string;
  /** What a page can narrow by: a list for each of {@link Report.filters}. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** What was expected and came instead, or was and is now. */
  readonly change?: Change | undefined;
  /** What was seen, where there is no change to show. */
  readonly message?: string | undefined;
  /** What it means, or why nothing was seen. */
  readonly text?: string | undefined;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** Rows of one status and cause are shown as one that lists their operations. Default: each is shown by itself. */
  readonly cause?: string | undefined;
  /** The operations that show it. */
  readonly operations?: readonly string[] | undefined;
  /** The id of the row that keeps this one from being checked. */
  readonly blockedBy?: string | undefined;
  readonly accepted?: Acceptance | undefined;
  /** Where in an exchange or on a page it is. */
  readonly at?: string | undefined;
  readonly notes: readonly Fact[];
  readonly place?: Place | undefined;
  readonly sightings: readonly Sighting[];
  readonly exchanges: readonly Exchange[];
  /** Default: it is not annotated. */
  readonly severity?: Severity | undefined;
  readonly durationMilliseconds?: number | undefined;
  /** For programs that read SARIF. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

export interface Change {
  readonly before: string;
  readonly after: string;
}

/** Who accepted it, why, and until which day (YYYY-MM-DD). */
export interface Acceptance {
  readonly reason: string;
  readonly author: string;
  readonly expires: string;
}

/** Where a statement stands in the repository, and where those who have no checkout can read it. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly href: string;
}

/** How often something was seen by one observer, and when (ISO 8601). */
export interface Sighting {
  readonly text: string;
  readonly count: number;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}

/** One request and what came back, without credentials. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
  readonly durationMilliseconds: number;
  readonly error?: string | undefined;
}

/** A choice by which a page narrows its rows: the name of a tag, and what readers call its values. */
export interface Filter {
  readonly tag: string;
  readonly label: string;
  /** Whether it is a menu with this first entry; otherwise a chip for each value. */
  readonly menu?: string | undefined;
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** How many rows have each status, by two of their tags; each number of a page shows its rows. */
export interface Matrix {
  readonly title: string;
  readonly rows: readonly Row[];
  /** The tag of its lines with what they are called, and the tag of its columns in their order. */
  readonly lines: { readonly tag: string; readonly names: Readonly<Record<string, string>> };
  readonly columns: { readonly tag: string; readonly values: readonly string[] };
}

/** Numbers are put to the right. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}
