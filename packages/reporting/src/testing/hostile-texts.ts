/** What may be written to break out of a page, a terminal, a Markdown table, a workflow command or an XML file. */
export const breakout =
  '</script><script>window.hacked = 1</script>" onload="hacked()\' ]]> <!-- & \u2028\u2029 \u001b[31mred\u001b[0m \u009b31m\u0085\u007f \u0000\u0008\ud800\uffff `|` \u202e\u2066\u200b\n::error file=x::y\r\n%0A::stop-commands::z ##[error]a ##vso[task.complete]b\n--- c';

/** Texts that steer a terminal, deceive an eye or command a CI system, where they are printed as they are. */
export const hostileTexts: readonly string[] = [
  breakout,
  '\u001b]0;title\u0007\u001b]8;;http://evil.example\u001b\\link',
  '\u001b[2J\u001b[1A\u001b[8mhidden',
  '\u009d52;c;aGVsbG8=\u009c\u0090q\u009c',
  'safe\rfake\u000b\u000c\u0008\u007f\u0085',
  'a\u202eb\u2066c\u200ed\u061ce\u2028f\u2029g',
  'pass\u200bword\u2060\u00ad\ufeff\u3164\u{e0041}\u{e0020}',
  '::error file=x,line=1::gone',
  '\u3000\u00a0 \t::add-mask::a',
  'x\n::stop-commands::token\n::set-output name=x::y',
  'x ##[error]y',
  'x ##vso[task.setvariable variable=PATH]y',
  "##teamcity[buildStatus text='fine']",
  "###octopus[setVariable name='x']",
  'x\n--- group\n+++ open\n~~~ faint\n^^^ +++',
  '--- group',
  'section_start:1700000000:x\r\u001b[0Kheading',
  'travis_fold:start:x\r\u001b[0Ktravis_time:end:x',
];

/** Code points that no output may hold raw. Written out, so that the test does not repeat the sanitizer. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe00ff],
];

/** Lines that a CI system takes for a command, each in the way of that system. */
const readers: Readonly<Record<string, (line: string) => boolean>> = {
  // The runner cuts blanks off the line and wants `::` at its start, or finds `##[` anywhere in it.
  'GitHub Actions': (line) => line.trimStart().startsWith('::') || line.includes('##['),
  'Azure Pipelines': (line) => line.includes('##vso['),
  TeamCity: (line) => line.includes('##teamcity['),
  Octopus: (line) => line.includes('##octopus['),
  Buildkite: (line) =>
    ['---', '+++', '~~~', '^^^'].some((mark) => line === mark || line.startsWith(`${mark} `)),
  GitLab: (line) => /section_(start|end):\d/.test(line),
  Travis: (line) => /travis_(fold|time):/.test(line),
};

/** What a terminal, an eye or a CI system would obey in something that was printed: nothing is the right answer. */
export function findObeyed(printed: string): string[] {
  const raw = Array.from(printed).flatMap((character) => {
    const point = character.codePointAt(0) ?? 0;
    const isObeyed = ranges.some(([first, last]) => point >= first && point <= last);
    return isObeyed ? [`U+${point.toString(16).padStart(4, '0')} near ${near(printed, character)}`] : [];
  });
  // Either line end ends a line in a log.
  const commands = printed
    .split(/\r\n|\n|\r/)
    .flatMap((line) =>
      Object.entries(readers).flatMap(([system, isCommand]) =>
        isCommand(line) ? [`a command of ${system}: ${JSON.stringify(line.slice(0, 200))}`] : [],
      ),
    );
  return [...new Set([...raw, ...commands])];
}

function near(text: string, character: string): string {
  const at = text.indexOf(character);
  return JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));
}
