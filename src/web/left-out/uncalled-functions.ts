import type { Plugin } from 'vite'
import { edited, isNode, nameOf, nodesOf, type SyntaxNode } from './program-text.ts'

interface Uncalled {
  readonly files: RegExp
  /** Their names. */
  readonly functions: string
  /** Their body; a call that nobody foresaw is a bug that is heard of. */
  readonly instead?: string
}

const bug = "{throw Error('left out')}"

const uncalled: readonly Uncalled[] = [
  // What would colour a program's text, where frames show files in YAML, and a way to call for them that is no longer used.
  { files: /@babel\/code-frame\/lib\/index\.js$/, functions: 'highlight index tokenize' },
  // What an emitter can do besides: the page listens to a run from its beginning to its end.
  {
    files: /eventemitter3\/index\.js$/,
    functions: 'eventNames listeners once removeListener removeAllListeners',
  },
  // Documents of YAML that are changed, copied or written; files are edited as the texts that they are.
  {
    files: /yaml\/browser\/dist\/(?:doc|nodes|schema)\//,
    functions:
      'clone collectionFromPath createNode createPair delete from intIdentify intStringify set stringify tagString toString',
  },
  {
    files: /yaml\/browser\/dist\/doc\/Document\.js$/,
    functions: 'add assertCollection get has toJSON',
  },
  { files: /yaml\/browser\/dist\/nodes\/Node\.js$/, functions: 'toJS' },
  { files: /yaml\/browser\/dist\/nodes\/Pair\.js$/, functions: 'toJSON' },
  { files: /yaml\/browser\/dist\/nodes\/YAMLMap\.js$/, functions: 'add' },
  { files: /yaml\/browser\/dist\/nodes\/YAMLSeq\.js$/, functions: 'asItemIndex get has' },
  { files: /yaml\/browser\/dist\/visit\.js$/, functions: 'replaceNode visitAsync visitAsync_' },
  // Errors shown with their lines, which is done here for all kinds of errors alike.
  { files: /yaml\/browser\/dist\/errors\.js$/, functions: 'prettifyError' },
  // What addresses can do besides being read, such as to be compared, or shown as HTML.
  {
    files: /ip-address\/dist\/common\.js$/,
    functions:
      'assertByteArray isCorrect isGloballyReachable isHostInSubnet isInSubnet offsetBigInt prefixLengthFromMask testBit',
  },
  { files: /ip-address\/dist\/ipv[46]\.js$/, functions: 'correctForm mask spanLeadingZeroes4' },
  {
    files: /ip-address\/dist\/v6\/helpers\.js$/,
    functions: 'escapeHtml simpleGroup spanAll spanAllZeroes spanLeadingZeroes spanLeadingZeroesSimple',
  },
  // Of a netmask, its length is asked for.
  { files: /netmask\/dist\/netmask4?\.js$/, functions: 'contains forEach next toString' },
  // Other places of the sequence of random numbers.
  { files: /pure-rand\/lib\/esm\/generator\/xoroshiro128plus\.js$/, functions: 'clone jump' },
  // Words of zod's own, which every schema sets where there are none.
  { files: /zod\/v4\/classic\/schemas\.js$/, functions: '_ensureDefaultLocale', instead: '{}' },
  // What gives each error of zod's methods that nobody calls.
  { files: /zod\/v4\/classic\/errors\.js$/, functions: '_lazyMethod', instead: '{}' },
  // Ways to use a schema but `safeParse`, and checks that go by the names of what any text can do.
  { files: /zod\/v4\/core\/schemas\.js$/, functions: 'standardProps' },
  {
    files: /zod\/v4\/classic\/schemas\.js$/,
    functions: '_decode _encode _parse describe extract format meta processJSONSchema toJSONSchema unwrap',
  },
  {
    files: /zod\/v4\/classic\/schemas\.js$/,
    functions: 'includes length maxLength minLength startsWith toLowerCase toUpperCase trim',
  },
]

/** Functions of packages that are never called, or for nothing. */
export const withoutUncalledFunctions: Plugin = {
  name: 'without-uncalled-functions',
  enforce: 'pre',
  transform(code, id) {
    const rows = uncalled.filter(({ files }) => files.test(id))
    if (rows.length === 0) return undefined
    const nodes = nodesOf(this.parse(code))
    const edits = rows.flatMap(({ functions, instead = bug }) =>
      bodiesOf(functions.split(' '), nodes).map(({ start, end }) => ({ start, end, text: instead })),
    )
    return edited(code, edits)
  },
}

function bodiesOf(names: readonly string[], nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return nodes.flatMap((node) => {
    const { id: name, key, left, init, value, right } = node
    const made = [init, value, right, node].find(isNode)
    const named = [made?.id, name, key, left, isNode(left) ? left.property : ''].map(nameOf)
    return names.includes(named.find((own) => own !== undefined) ?? '') ? bodyOf(made) : []
  })
}

/** Of a function, or of the one that it gives. */
function bodyOf(node: unknown): readonly SyntaxNode[] {
  if (!isNode(node) || !/Function/.test(node.type) || !isNode(node.body)) return []
  const given = bodyOf(givenBy(node.body))
  return given.length > 0 ? given : [node.body]
}

function givenBy(body: SyntaxNode): unknown {
  if (body.type !== 'BlockStatement') return body
  const [first] = Array.isArray(body.body) ? body.body : []
  return isNode(first) && first.type === 'ReturnStatement' ? first.argument : undefined
}
