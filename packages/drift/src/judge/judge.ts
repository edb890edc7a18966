import { type Contract, type OperationContract, readContracts } from '../contract/contract.ts';
import type { DriftInput, OperationCoverage } from '../drift-report.ts';
import type { Sensor } from '../findings/difference.ts';
import { compareFindings, type Finding } from '../findings/finding.ts';
import { refuseUnknownOptions, requireNumber } from '../options.ts';
import type { Exchange, ExchangeSink, ReportedViolation } from '../traffic/exchange.ts';
import type { Damage } from '../traffic/split.ts';
import { type Answers, ContractJudge, otherService } from './contract-judge.ts';
import { findApiPath, findByPath, readGeneration, splitUrl } from './request.ts';

/** How exchanges are judged. */
export interface JudgeOptions {
  /** Report documented fields missing from all of the last N exchanges. Default 20. */
  readonly neverSeenAfter?: number | undefined;
}

/** What came of a file or target so far. */
interface OpenInput {
  readonly name: string;
  judged: number;
  readonly unjudged: Map<string, number>;
  readonly sensors: Set<Sensor>;
}

/** No server takes longer ones; browsers write whole images into theirs. */
const longestUrl = 64 * 1024;
const longUrl = `an entry whose URL is longer than ${longestUrl} characters`;
const otherGeneration = 'an exchange of a generation that is not checked';

/**
 * Compares exchanges and reports with the contract of their generation, which the path names. However many they are, it
 * keeps what was found, not what was read.
 */
export class Judge implements ExchangeSink {
  readonly #judges: readonly ContractJudge[];
  readonly #byPath: ReadonlyMap<string, { judge: ContractJudge; operation: OperationContract }>;
  readonly #inputs: DriftInput[] = [];
  #input: OpenInput | undefined;
  #findings: readonly Finding[] | undefined;

  /**
   * @param contracts what exchanges are held against; those of all generations by default
   * @throws DriftOptionError for an unknown option or value
   */
  constructor(options: JudgeOptions = {}, contracts: readonly Contract[] = readContracts()) {
    refuseUnknownOptions('Judge', options, { neverSeenAfter: true });
    const { neverSeenAfter = 20 } = options;
    requireNumber('neverSeenAfter', neverSeenAfter, 1);
    this.#judges = contracts.map((contract) => new ContractJudge(contract, neverSeenAfter));
    this.#byPath = new Map(
      this.#judges.flatMap((judge) =>
        [...judge.contract.operations].map(([path, operation]) => [path, { judge, operation }] as const),
      ),
    );
  }

  /** What follows is from this file or target. */
  begin(name: string): void {
    this.#input = { name, judged: 0, unjudged: new Map(), sensors: new Set() };
    for (const judge of this.#judges) judge.begin();
    this.#findings = undefined;
  }

  /** Nothing more comes from it. */
  end(
    damage: Damage | undefined,
    skipped: DriftInput['unjudged'] = [],
    notes: DriftInput['notes'] = [],
  ): DriftInput {
    const { name, judged, unjudged, sensors } = this.#open();
    const others = [...unjudged].map(([reason, count]) => ({ reason, count }));
    const input = {
      name,
      read: others.reduce((sum, { count }) => sum + count, judged),
      judged,
      unjudged: [...skipped, ...others],
      sensors: [...sensors],
      damage,
      ...(notes.length > 0 && { notes }),
    };
    this.#inputs.push(input);
    this.#input = undefined;
    return input;
  }

  exchange(exchange: Exchange): void {
    this.#count(exchange.sensor, this.#judge(exchange));
  }

  violation(violation: ReportedViolation): void {
    const isJudged = this.#findJudge(violation)?.violation(violation);
    this.#count('production', isJudged ? undefined : 'a report of a place that this contract does not have');
  }

  /** What came out of it, worst first. */
  findings(): Finding[] {
    this.#findings ??= this.#judges.flatMap((judge) => judge.findings()).sort(compareFindings);
    return [...this.#findings];
  }

  /** Who gave exchanges of an operation that could be judged. */
  listSensors(operationId: string): Sensor[] {
    return this.#judges.flatMap((judge) => judge.listSensors(operationId));
  }

  inputs(): readonly DriftInput[] {
    return this.#inputs;
  }

  /** How the requests of the last file or target were answered, for each generation. */
  answers(): Answers[] {
    return this.#judges.map((judge) => judge.answers());
  }

  coverage(): OperationCoverage[] {
    return this.#judges.flatMap((judge) => judge.coverage());
  }

  /** @returns why it could not be judged */
  #judge(exchange: Exchange): string | undefined {
    if (exchange.url.length > longestUrl) return longUrl;
    const parts = splitUrl(exchange.url);
    if (!parts) return 'an entry whose URL is not valid';
    const known = findByPath(parts, this.#byPath);
    if (known) return known.judge.exchange(exchange, parts, known.operation);
    const path = findApiPath(parts);
    if (path === undefined) return otherService;
    const generation = readGeneration(path);
    const judge = this.#judges.find(({ contract }) => contract.generation === generation);
    return judge ? judge.unknownPath(exchange, parts) : otherGeneration;
  }

  /** Operations of several generations may have one name: the place in the answer, or else the report, says which it is. */
  #findJudge({ operationId, pointer, generation }: ReportedViolation): ContractJudge | undefined {
    const judges = this.#judges.filter(
      ({ contract }) =>
        contract.byId.has(operationId) && (generation === undefined || contract.generation === generation),
    );
    const [, member = ''] = pointer.split('/');
    const isIn = ({ contract }: ContractJudge) =>
      Object.values(contract.statements.envelope).some((name) => name === member);
    return judges.find(isIn) ?? judges[0];
  }

  /** @param reason why it could not be judged */
  #count(sensor: Sensor, reason: string | undefined): void {
    const input = this.#open();
    if (reason !== undefined) input.unjudged.set(reason, (input.unjudged.get(reason) ?? 0) + 1);
    else {
      input.judged += 1;
      input.sensors.add(sensor);
    }
  }

  #open(): OpenInput {
    if (!this.#input) throw new TypeError('Nothing was begun: call begin(name) first.');
    return this.#input;
  }
}
