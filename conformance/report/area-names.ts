/** What the short name of an area in an id stands for, for people. */
const areaNames: Readonly<Record<string, string>> = {
  TRN: 'Transport',
  ENV: 'Envelope',
  URL: 'URL parameters',
  SIG: 'UserSig',
  BDY: 'Body',
  REC: 'One record',
  LST: 'List of records',
  FLT: 'Filters',
  CAL: 'Calls',
  CBS: 'Set callback',
  CBG: 'Get callback',
  CBU: 'Update callback',
  CBD: 'Delete callback',
  NEG: 'Generated mistakes',
  RAT: 'Rate limits',
  WHK: 'Webhooks',
  OBS: 'Open questions',
  RCA: 'Receiver: answers',
  RCO: 'Receiver: each event once',
  RCT: 'Receiver: what may come',
  RCR: 'Receiver: requests not from the vendor',
  RCL: 'Receiver: many at a time',
};

/** The name of an area, or nothing where it has none. */
export function areaName(area: string): string {
  return areaNames[area] ?? '';
}
