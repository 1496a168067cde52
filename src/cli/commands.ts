import { Argument, Command, CommanderError, Option } from 'commander'
import { exportTargets } from '../report/router-config/export-targets.ts'
import type { Program } from '../report/run/run-report.ts'
import { addAvailability, addDiff, addFailover, addFailures, addMerge } from './analysis/analysis-commands.ts'
import type { AzureOptions } from './azure.ts'
import { type AzureTable, readAzureTable, readPath, readPeeringName } from './azure-option-values.ts'
import type { BenchOptions } from './bench/bench.ts'
import type { CheckOptions } from './check.ts'
import { type Surroundings, seedOption } from './command-surroundings.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import type { ExportOptions } from './export.ts'
import * as help from './help.ts'
import type { ImportOptions } from './import/import.ts'
import type { InitOptions } from './init.ts'
import { addLearn } from './learn/learn-command.ts'
import type { ConformOptions } from './live/conform.ts'
import type { LiveOptions } from './live/live.ts'
import { readListen, readPeerPlace } from './live/live-option-values.ts'
import {
  readDepth,
  readReporters,
  readSeconds,
  readSeed,
  readSizes,
  readSmallCount,
  readWords,
} from './option-values.ts'
import { addServe } from './page/serve-command.ts'
import type { RunOptions } from './run/run.ts'
import type { ShowOptions } from './show.ts'
import type { Terminal } from './terminal.ts'
import type { TraceOptions } from './trace.ts'

/** Runs the command that the words name, and answers its exit code. Wrong usage has been told of when this answers. */
export async function runCommand(
  words: readonly string[],
  program: Program,
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.held
  const finish = (earned: ExitCode): void => {
    code = earned
  }
  try {
    const top = commandLine({ program, terminal, finish })
    await top.parseAsync(withoutIdleHelp(words, top), { from: 'user' })
    return code
  } catch (error) {
    // commander has printed its message; help and version that were asked for are no error.
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.held : exitCodes.unusable
  }
}

/** Of a word that is no command commander's `help` would print the help of all; the word alone it refuses. */
function withoutIdleHelp(words: readonly string[], { commands }: Command): readonly string[] {
  const [first, topic] = words
  if (first !== 'help' || topic === undefined || topic.startsWith('-') || topic === 'help') return words
  return commands.some((command) => command.name() === topic) ? words : words.slice(1)
}

/** What a command needs is loaded when it is called: `check` must not wait for the simulation. */
function commandLine(surroundings: Surroundings): Command {
  const { program, terminal } = surroundings
  const top = new Command('vmsee')
    .description(
      'A laboratory for BGP redundancy on Azure ExpressRoute: real BGP in virtual time, failures on a schedule',
    )
    .version(`${program.name} ${program.version}`, '-V, --version', 'print the version')
    .option('--no-color', 'no colour, as NO_COLOR=1 does')
    .addHelpText('before', help.programExamples)
    .addHelpText('after', help.exitCodeTable)
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.talk,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
  addRun(top, surroundings)
  addCheck(top, surroundings)
  addShow(top, surroundings)
  addAzure(top, surroundings)
  addFailover(top, surroundings)
  addFailures(top, surroundings)
  addAvailability(top, surroundings)
  addMerge(top, surroundings)
  addDiff(top, surroundings)
  addTrace(top, surroundings)
  addImport(top, surroundings)
  addExport(top, surroundings)
  addServe(top, surroundings)
  addLearn(top, surroundings)
  addExplain(top, surroundings)
  addInit(top, surroundings)
  addLive(top, surroundings)
  addBench(top, surroundings)
  addConform(top, surroundings)
  return top
}

// Unlike the file, where a number without a unit is refused: instants are copied here from reports, which print them so.
const orSeconds = '(30s, 10m; a number alone is seconds)'

function addRun(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('run [files...]')
    .summary('run scenarios and judge their expectations')
    .description(
      'Runs scenarios and judges their expectations: files, folders, patterns, or - for standard input.',
    )
    .option(
      '--reporter <name[:file]>',
      'list, dot, json, junit, github or svg; may be given again',
      readReporters,
    )
    .option('--json', 'the result as JSON on standard output')
    .option('--story', 'tell the story, what happened when, and what each flow lost')
    .option(...seedOption)
    .option('--until <time>', `end the run at this instant ${orSeconds}`, readSeconds)
    .option('--routes', 'put the routers and their routes into the JSON')
    .option(
      '--at <time>',
      `with --routes: the routers as they were at this instant ${orSeconds}`,
      readSeconds,
    )
    .option('--watch', 'run again when a file changes')
    .option('-q, --quiet', 'only what did not hold, and the summary')
    .option('-v, --verbose', 'every line of the timeline, and every assumption of the model')
    .option('--strict', 'exit with 3 where there is a warning')
    .option('--timeout <time>', `give up after this much real time ${orSeconds}`, readSeconds)
    .option('--pass-with-no-expectations', 'exit with 0 where nothing is expected')
    .option(
      '--interleave <number>',
      'run each in so many orders of what happens at one instant, with other delays of messages: verdicts must not differ',
      readSmallCount,
    )
    .option(
      '--write <file>',
      'with --interleave: write the first order that has other verdicts as a scenario',
    )
    .addHelpText('before', help.runExamples)
    .action(async (files: readonly string[], options: RunOptions) => {
      const { run } = await import('./run/run.ts')
      finish(await run(files, options, program, terminal))
    })
}

function addCheck(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('check [files...]')
    .summary('say what is wrong with scenario files')
    .description('Reads and judges scenario files, and runs nothing.')
    .option('--json', 'the issues as JSON on standard output')
    .option('--strict', 'exit with 3 where there is a warning')
    .addHelpText('before', help.checkExamples)
    .action(async (files: readonly string[], options: CheckOptions) => {
      const { check } = await import('./check.ts')
      finish(check(files, options, terminal))
    })
}

function addShow(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('show <file> <words...>')
    .summary("print a router's tables at an instant, as FRR does")
    .description(
      'Shows "bgp summary", "bgp", "bgp PREFIX", "route" or "bfd peers" of one router; "bgp ipv6" and the like show one family. "message 42" opens the message of a record, as trace --format jsonl numbers them, to its fields and octets.',
    )
    .option('-r, --router <name>', 'whose tables')
    .option('--at <time>', `at this instant ${orSeconds}; by default the end of the run`, readSeconds)
    .option(...seedOption)
    .option('--json', 'as JSON')
    .addHelpText('before', help.showExamples)
    .action(async (file: string, words: readonly string[], options: ShowOptions) => {
      const { show } = await import('./show.ts')
      finish(show(file, words, options, terminal))
    })
}

function addAzure(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('azure')
    .summary('print the tables of MSEEs and gateways at an instant, as az does')
    .description(
      'Prints what the Azure CLI shows of circuits and gateways: circuit, route-table, route-table-summary, arp-table and stats of a circuit, learned-routes and bgp-peer-status of a gateway. With --json it is the JSON of az, without it the table.',
    )
    .addArgument(new Argument('<table>', 'which').argParser(readAzureTable))
    .argument('<file>')
    .option('--circuit <name>', 'whose peering; may be left out where there is one circuit')
    .option('--path <path>', 'primary or secondary', readPath)
    .option(
      '--peering-name <name>',
      'AzurePrivatePeering, AzurePublicPeering or MicrosoftPeering',
      readPeeringName,
    )
    .option('--vnet <name>', 'whose gateway; may be left out where there is one virtual network')
    .option('--gateway <name>', 'the same; or one instance of it, such as vnet-weu.gw1')
    .option('--at <time>', `at this instant ${orSeconds}; by default the end of the run`, readSeconds)
    .option(...seedOption)
    .option('--json', 'as az -o json')
    .addHelpText('before', help.azureExamples)
    .action(async (table: AzureTable, file: string, options: AzureOptions) => {
      const { azure } = await import('./azure.ts')
      finish(azure(table, file, options, terminal))
    })
}

function addTrace(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('trace <file>')
    .summary('print everything that happened, in order')
    .addOption(
      new Option('--format <format>', 'how')
        .choices(['text', 'jsonl', 'pcap', 'mrt', 'bgpdump'])
        .default('text'),
    )
    .option('--node <name>', 'only of this node; may be given again', readWords)
    .option('--kind <kind>', 'only records of this kind; may be given again', readWords)
    .option('--rib', 'with mrt or bgpdump: the tables of the routers in place of what happened')
    .option(
      '--at <time>',
      `with --rib: at this instant ${orSeconds}; by default the end of the run`,
      readSeconds,
    )
    .option(...seedOption)
    .option('--until <time>', `end the run at this instant ${orSeconds}`, readSeconds)
    .addHelpText('before', help.traceExamples)
    .action(async (file: string, options: TraceOptions) => {
      const { trace } = await import('./trace.ts')
      finish(trace(file, options, program, terminal))
    })
}

function addImport(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('import [files...]')
    .summary('make a scenario of what az says, or a list of prefixes of a capture')
    .description(
      'Makes a scenario, on standard output, of files that az ... show -o json or the REST interface has written: circuits, peerings, ports, connections, gateways, virtual networks and route filters, several at once. What Azure does not say is asked for in comments. With --mrt it lists the prefixes that the peers of an MRT file have announced and not withdrawn, which a scenario loads with { file: ... }.',
    )
    .option('--mrt <file>', 'tables or updates as collectors write them, plain or gzip')
    .addOption(new Option('--family <family>', 'with --mrt: this one alone').choices(['ipv4', 'ipv6']))
    .option('--peer <address or AS>', 'with --mrt: only of this peer; may be given again', readWords)
    .addHelpText('before', help.importExamples)
    .action(async (files: readonly string[], options: ImportOptions) => {
      const { importFiles } = await import('./import/import.ts')
      finish(importFiles(files, options, terminal))
    })
}

function addExport(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('export <files...>')
    .summary("write a router's configuration for IOS, Junos, FRR or BIRD, or the page")
    .description(
      'Writes the configuration that makes one of your routers behave as in the scenario at its beginning: interfaces, sessions, own prefixes, policies and limits. What the program has no words for stands in its head as comments, and is told on standard error. With --html it is the page of vmsee serve with this scenario in it, or with several to choose from: one file that works from disk and asks nobody for anything.',
    )
    .option('-r, --router <name>', 'whose; may be left out where there is one')
    .addOption(new Option('--to <program>', 'for which').choices(exportTargets))
    .option('--html <file>', 'the page, as one file; - for standard output')
    .addHelpText('before', help.exportExamples)
    .action(async (files: readonly string[], options: ExportOptions) => {
      const { exportFiles } = await import('./export.ts')
      finish(exportFiles(files, options, terminal))
    })
}

function addExplain(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('explain [topic]')
    .summary('explain a rule, or what was inferred from a file')
    .description(
      'Explains a rule (what it says, why, and where that is written) or a file (addresses, sessions and names that were inferred). Without either, lists the rules.',
    )
    .addHelpText('before', help.explainExamples)
    .action(async (topic: string | undefined) => {
      const { explain } = await import('./explain.ts')
      finish(explain(topic, terminal))
    })
}

function addInit(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('init [file]')
    .summary('write a scenario to start from')
    .description('Writes a scenario to start from; a file that exists is left as it is.')
    .option('--list', 'show the templates')
    .option('--template <name>', 'start from this one')
    .addHelpText('before', help.initExamples)
    .action(async (file: string | undefined, options: InitOptions) => {
      const { init } = await import('./init.ts')
      finish(init(file ?? 'scenario.yaml', options, terminal))
    })
}

function addLive(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('live <file>')
    .summary('let routers of a scenario speak with real ones over TCP')
    .description(
      'Runs a scenario in step with the clock. The routers named speak BGP over TCP with real ones, which play the far ends of their circuits; the rest is simulated beside them.',
    )
    .requiredOption('-r, --router <name>', 'who is live; may be given again', readWords)
    .option(
      '--listen <[router=]address:port>',
      'wait for peers here; a port alone is that of the loopbacks, fd:3 a socket of the parent; may be given again',
      readListen,
    )
    .option(
      '--peer <name[=address[:port]]>',
      'a router that is real, and where; with a port it is called there too; may be given again',
      readPeerPlace,
    )
    .option('--for <time>', `end after this much time ${orSeconds}`, readSeconds)
    .option('--trace [file]', 'everything that happens, on standard output or in a file')
    .option('--pcap <file>', 'what the connections carry, as packets between the addresses of the scenario')
    .option(...seedOption)
    .addHelpText('before', help.liveExamples)
    .action(async (file: string, options: LiveOptions) => {
      const { live } = await import('./live/live.ts')
      finish(await live(file, options, terminal))
    })
}

function addBench(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('bench')
    .summary('measure the route table on this machine')
    .description(
      'Measures what the route table does in a second on this machine, beside what else one could take: building, look-ups, changes, walks and memory.',
    )
    .option('--prefixes <numbers>', 'sizes of the tables (default: 20000)', readSizes)
    .addOption(new Option('--family <family>', 'this one alone').choices(['ipv4', 'ipv6']))
    .option('--seed <number>', 'of the tables and questions', readSeed, 1)
    .option(
      '--depth <bits>',
      'of IPv4 that the first step of a look-up takes (default: as the size asks for)',
      readDepth,
    )
    .option('--rounds <number>', 'samples that are taken of each', readSmallCount, 11)
    .option('--sample <milliseconds>', 'how long a sample lasts at least', readSmallCount, 8)
    .option(
      '--table <file>',
      'a prefix a line, plain or gzip, in place of made-up ones; may be given again',
      readWords,
    )
    .option(
      '--updates <file>',
      '"A PREFIX" or "W PREFIX" a line, played on the table; may be given again',
      readWords,
    )
    .option(
      '--baseline <file>',
      'compare with an earlier --json, and exit with 1 where something of ours got worse',
    )
    .option('--json', 'the results as JSON on standard output')
    .addHelpText('before', help.benchExamples)
    .action(async (options: BenchOptions) => {
      const { bench } = await import('./bench/bench.ts')
      finish(bench(options, program, terminal))
    })
}

function addConform(top: Command, { program, terminal, finish }: Surroundings): void {
  top
    .command('conform [files...]')
    .summary('play scenarios on real BGP daemons, and compare')
    .description(
      'Plays scenarios on real BGP daemons in network namespaces and in the engine, and compares sessions, routes and NOTIFICATIONs wherever both are at rest. Linux only; it needs root or user namespaces.',
    )
    .requiredOption('--on <daemons>', 'bird, frr, gobgp, openbgpd; with commas, or given again', readWords)
    .option('--slow', 'wait for sessions of GoBGP and OpenBGPD to come back, which takes half a minute')
    .option('--random <number>', 'play so many scenarios that are made up, in place of files', readSmallCount)
    .option('--seed <number>', 'of the first of them; each has the next (default: 1)', readSeed)
    .option('--out <folder>', 'write them here, and what is left of one where a daemon differs')
    .option(
      '--jobs <number>',
      'how many labs stand at a time (default: two for each processor)',
      readSmallCount,
    )
    .option('--json', 'the comparison as JSON on standard output')
    .option('-v, --verbose', 'a row for every router')
    .addHelpText('before', help.conformExamples)
    .action(async (files: readonly string[], options: ConformOptions) => {
      const { conform } = await import('./live/conform.ts')
      finish(await conform(files, options, program, terminal))
    })
}
