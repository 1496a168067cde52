import { lineOf, type Tree } from './module-graph.ts'
import { readSource } from './source-text.ts'
import type { Violation } from './tidy-modules.ts'

/** Something that may not stand in code. */
interface Ban {
  readonly what: string
  readonly pattern: RegExp
  /** The files that it is banned from. */
  readonly from: RegExp
  /** The files that are allowed it all the same, each with its reason beside it. */
  readonly but?: readonly string[]
}

const everywhere = /^src\//
const belowTheEdges = /^src\/(?!(cli|live|web)\/)/

const bans: readonly Ban[] = [
  { what: 'the console', pattern: /\bconsole\b/g, from: belowTheEdges },
  { what: 'the clock', pattern: /\bDate\b|\bperformance\b|\bhrtime\b/g, from: belowTheEdges },
  { what: 'unseeded randomness', pattern: /\bMath\.random\b|\bcrypto\./g, from: belowTheEdges },
  {
    what: 'a timer of the machine',
    pattern: /\b(setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/g,
    from: belowTheEdges,
  },
  { what: 'the machine', pattern: /\bprocess\.\w|\bglobalThis\b/g, from: belowTheEdges },
  { what: 'interleaving', pattern: /\basync\b|\bawait\b|\bPromise\b/g, from: belowTheEdges },
  { what: 'the locale', pattern: /\blocaleCompare\b|\btoLocale\w+|\bIntl\./g, from: everywhere },
  {
    what: 'null',
    pattern: /\bnull\b/g,
    from: everywhere,
    but: [
      // JSON says null for what is absent: the contract of results.
      'src/report/run/json.ts',
      'src/report/analysis/availability-json.ts',
      'src/report/analysis/failover-json.ts',
      'src/report/analysis/failures-json.ts',
      'src/report/run/json-contract.ts',
      'src/report/lesson/lesson-json.ts',
      'src/report/trace/message-json.ts',
      'src/report/trace/trace-jsonl.ts',
      'src/cli/show.ts',
      // The nodes of the yaml package have it.
      'src/scenario/read/document.ts',
    ],
  },
  { what: 'a cast', pattern: /\bas\s+(?!const\b)[\w{[(]/g, from: /^(src\/(?!net\/trie\/)|test\/)/ },
  // An element of a typed array at an index that is known to be in it, where a check would be felt.
  { what: 'a cast', pattern: /\bas\s+(?!const\b|number\b)[\w{[(]/g, from: /^src\/net\/trie\// },
  { what: 'any', pattern: /[:<,|&]\s*any\b/g, from: everywhere },
  {
    what: 'an assertion that nothing is absent',
    pattern: /[\w\])]!(?=[.,;)\]\s[])(?!\s*=)/g,
    from: everywhere,
  },
  { what: 'a side effect at import', pattern: /^import\s*['"]/gm, from: everywhere },
  {
    what: 'state of a module',
    pattern:
      /^(?:export )?(?:let|var)\b|^(?:export )?const \w+(?:: (?!Readonly)[^=\n]*)? = new (?:Map|Set)\b/gm,
    from: everywhere,
  },
  {
    what: 'inheritance',
    pattern: /^\s*(?:export )?(?:abstract )?class \w+(?:<[^>]*>)? extends (?!Error\b)/gm,
    from: everywhere,
  },
  {
    what: 'a doer for a noun',
    pattern: /\bclass \w*(?:Manager|Service|Handler|Processor|Factory|Helper|Utils|Controller|Impl)\b/g,
    from: everywhere,
  },
]

export function codeViolations(tree: Tree): readonly Violation[] {
  return typescript(tree).flatMap(([path, text]) => {
    const code = withoutRenaming(readSource(text).code)
    return bans
      .filter(({ from, but = [] }) => from.test(path) && !but.includes(path))
      .flatMap(({ what, pattern }) =>
        [...code.matchAll(pattern)].map(({ index, 0: found }) => {
          return `${path}:${lineOf(code, index)} has ${what}: ${found.trim()}`
        }),
      )
  })
}

/** `import { a as b }` and `import * as z` are no casts. */
function withoutRenaming(code: string): string {
  return code.replace(/^(?:import|export)\b[^'"=(]*\bfrom\b/gm, (clause) => clause.replace(/\bas\b/g, '  '))
}

const silencing = /@ts-(?:ignore|nocheck)|@ts-expect-error$|biome-ignore(?! \S+: \S)/
const narration =
  /\bnow uses\b|\bfixe[sd] (?:a )?bug\b|\bpreviously\b|\bformerly\b|\brefactored\b|\bStep \d+:/i
const banner = /^\/[/*]+\s*[-=*#~]{3,}/

export function commentViolations(tree: Tree): readonly Violation[] {
  return typescript(tree).flatMap(([path, text]) =>
    readSource(text).comments.flatMap(({ line, text: comment, trails }) => [
      ...(trails ? [`${path}:${line} has a comment at the end of a line`] : []),
      ...(silencing.test(comment) ? [`${path}:${line} silences a tool without a reason`] : []),
      ...(banner.test(comment) ? [`${path}:${line} has a banner`] : []),
      ...(narration.test(comment) ? [`${path}:${line} narrates history`] : []),
    ]),
  )
}

// Adverts say nothing, and what is put off is not there for the reader.
const words = [
  /\b(?:robust|comprehensive|production-ready|seamless|powerful|cutting-edge|world-class|blazing)(?:ly)?\b/gi,
  /\b(?:enterprise-grade|state-of-the-art|battle-tested|best-in-class)\b/gi,
  /\b(?:TODO|FIXME|XXX|HACK)\b|\p{Emoji_Presentation}/gu,
]

export function wordViolations(tree: Tree): readonly Violation[] {
  return apartFromBans(tree).flatMap(([path, text]) =>
    words
      .flatMap((pattern) => [...text.matchAll(pattern)])
      .map(({ 0: word, index }) => `${path}:${lineOf(text, index)} says ${word}`),
  )
}

// Nobody else has our disk.
const machinePath = /(?<![\w.~])\/(?:home|root|Users|work|tmp|mnt|opt|var)\/[\w.-]+|\b[A-Z]:\\\w/g

export function machineViolations(tree: Tree): readonly Violation[] {
  return apartFromBans(tree).flatMap(([path, text]) =>
    [...text.matchAll(machinePath)].map(
      ({ 0: found, index }) => `${path}:${lineOf(text, index)} names ${found}`,
    ),
  )
}

const vagueName = /(?:^|\/)(?:utils?|helpers?|common|misc|types|shared|lib|constants)(?:\/|\.tsx?$)/

export function nameViolations(tree: Tree): readonly Violation[] {
  return typescript(tree)
    .filter(([path]) => vagueName.test(path))
    .map(([path]) => `${path}:1 has a name that says nothing`)
}

const largestFile = 400

export function lengthViolations(tree: Tree): readonly Violation[] {
  return typescript(tree)
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > largestFile)
    .map(({ path, lines }) => `${path}:1 has ${lines} lines`)
}

/** These two files have to say what nobody else may. */
function apartFromBans(tree: Tree): readonly (readonly [string, string])[] {
  return [...tree].filter(([path]) => path !== 'test/support/tidy-text.ts' && path !== 'test/tidy.test.ts')
}

function typescript(tree: Tree): readonly (readonly [string, string])[] {
  return [...tree].filter(([path]) => /\.tsx?$/.test(path))
}
