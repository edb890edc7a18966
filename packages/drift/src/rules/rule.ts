import type { Contract, OperationContract } from '../contract/contract.ts';
import type { SeenSchema } from '../contract/schema-node.ts';
import type { Details, Difference, FindingClass, Sensor, SpecChange } from '../findings/difference.ts';
import type { JudgedExchange, OperationTally } from '../judge/answer.ts';
import type { ClientReport } from '../judge/client-report.ts';
import type { Deviation } from '../judge/deviations.ts';

/** What a rule is about in general, for readers that meet it for the first time. */
export interface RuleHelp {
  /** A few words. */
  readonly title: string;
  /** What the rule compares, and what to do when it finds something. */
  readonly text: string;
}

/** Everything about one kind of difference: what finds it, what is said of it, and what may be done. */
export interface Rule<Id extends string = string> {
  /** It never changes: fingerprints hold it. */
  readonly id: Id;
  readonly class: FindingClass | ((difference: Difference) => FindingClass);
  /** What was seen, in one sentence without its end. */
  readonly title: (difference: Difference) => string;
  /** What it means for the users of the client. */
  readonly meaning: string | ((difference: Difference, hasNewField: HasNewField) => string);
  /** What a person may do about the contract, where nothing can be done by itself. A text is a part of the help, too. */
  readonly advice: string | ((difference: Difference) => string);
  /** The rule in general, in a few words; and what it finds. */
  readonly name: string;
  readonly about: string;
  /** A word for what was seen, where a difference has no `after` although something is there. */
  readonly seen?: string;
  /** The sensors that can find it. Default: all that exchange requests with the service. */
  readonly sensors?: readonly Sensor[];
  /** What finds it. */
  readonly detect: Detector;
  /** The statement that does not hold, as a pointer into the bundled contract; undefined where there is none. */
  readonly pointsAt: (difference: Difference) => string | undefined;
  /** The change of the contract that `--fix` may apply. Absent: a person decides. */
  readonly propose?: (difference: Difference, seen?: SeenSchema) => SpecChange | undefined;
  /** The same difference, where a client reports it. Absent: clients do not look for it. */
  readonly reported?: (report: ClientReport) => Details | undefined;
  /** Which pages say the same: rules of one topic are about one thing. */
  readonly topic?: 'field' | 'word' | 'code' | 'rate';
  /** How the same difference at several operations becomes one finding. */
  readonly shared?: SharedDifference;
  /** What may be any number, since it comes from the service: beyond some, all are one finding. Default: `after`. */
  readonly varies?: 'subject' | 'pointer';
  /** Whether the shape of what stands there is kept, for a proposal. */
  readonly keepsShape?: boolean;
}

export type Detector =
  /** A value of an answer does not fit its schema. */
  | { readonly value: Deviation['kind'] }
  /** One exchange with an operation. */
  | { readonly exchange: (judged: JudgedExchange, tell: Tell) => void }
  /** One exchange with a path that the contract does not have. */
  | {
      readonly unknownPath: (
        unknown: Pick<JudgedExchange, 'answer' | 'parts'>,
        tell: (path: string) => void,
      ) => void;
    }
  /** Several exchanges together. */
  | { readonly traffic: (options: WatchOptions) => Watch }
  /** Facts of these kinds, read from the vendor's pages. */
  | { readonly facts: readonly string[] }
  /** What came of looking for a page. */
  | { readonly page: 'missing' | 'moved' | 'unreadable' }
  /** What is remembered of earlier checks. */
  | { readonly state: 'stale' };

/** Takes a difference at the operation that was called. */
export type Tell = (details: Details) => void;

/** Whether a new field of a type was found in an object. */
export type HasNewField = (subject: string, parent: string, type: string) => boolean;

/** Looks at exchanges one after the other. */
export interface Watch {
  /** One that could not be judged is looked at too: what it asked for may have been done. */
  see?(judged: JudgedExchange, tell: TellAt): void;
  /** Tells what was held back as long as more could have come; each of it once. */
  settle?(tell: TellAt): void;
  /** Tells what can be said of the exchanges so far; more of them may change it. */
  sum?(tell: TellAt): void;
}

/** Takes a difference that several exchanges with an operation show, with when and by whom it was seen. */
export type TellAt = (operation: OperationContract, details: Details, seen: Seen) => void;

/** When, by whom and how often something was seen; the time in milliseconds since 1970. */
export interface Seen {
  readonly sensor: Sensor;
  readonly at: number | undefined;
  /** Default: 1. */
  readonly count?: number;
}

export interface WatchOptions {
  readonly contract: Contract;
  /** What the exchanges of each operation add up to. */
  readonly tallies: readonly OperationTally[];
  /** A documented field that is missing from the last N exchanges is reported. */
  readonly neverSeenAfter: number;
}

/** A difference that several operations may show. */
export interface SharedDifference {
  /** What it is told apart by wherever it is seen; undefined where it can be seen at this operation only. */
  common(difference: Difference, contract: Contract): Pick<Difference, 'pointer'> | undefined;
  title(operations: number, difference: Pick<Difference, 'pointer' | 'after'>): string;
  /** Whether calls of these operations would have shown it. */
  wasLookedFor(pointer: string, called: ReadonlySet<string>, contract: Contract): boolean;
}
