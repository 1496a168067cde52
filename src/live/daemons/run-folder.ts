import { appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { hostCommand } from './host-command.ts'
import { isAlive, type ProcessIdentity, processIdentity, signal } from './process-identity.ts'

const folderPrefix = 'vmsee-conform-'
const registerName = 'register'

/**
 * The folder of one lab. Whatever outlives this process if it dies is written into the register before it is made, one
 * line each, so that whoever comes next can remove exactly that.
 */
export class RunFolder {
  readonly path: string
  readonly #register: string

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), folderPrefix))
    // Daemons that give up root must reach their own folders below.
    chmodSync(this.path, 0o755)
    this.#register = join(this.path, registerName)
    this.#note('owner', identityText(ourselves()))
  }

  /** No two labs have it, on any terminal. */
  get id(): string {
    return basename(this.path).slice(folderPrefix.length)
  }

  noteNamespace(name: string): void {
    this.#note('namespace', name)
  }

  /** Answers `undefined` where the process ended at once. */
  noteProcess(pid: number): ProcessIdentity | undefined {
    const identity = processIdentity(pid)
    if (identity !== undefined) this.#note('process', identityText(identity))
    return identity
  }

  /** Everything that was noted is ended and removed, and the folder with it. */
  async remove(): Promise<void> {
    await removeRun(this.path)
  }

  #note(kind: string, what: string): void {
    appendFileSync(this.#register, `${kind} ${what}\n`)
  }
}

/** Removes what runs of this user left behind whose process is dead; answers how many there were. */
export async function removeLeftovers(): Promise<number> {
  const left = readdirSync(tmpdir())
    .filter((name) => name.startsWith(folderPrefix))
    .map((name) => join(tmpdir(), name))
    .filter(isLeftBehind)
  for (const folder of left) await removeRun(folder)
  return left.length
}

interface Register {
  readonly owner: ProcessIdentity | undefined
  readonly namespaces: readonly string[]
  readonly processes: readonly ProcessIdentity[]
}

/** A run that has just begun has yet to write whose it is. */
const longestBeginningMilliseconds = 60_000

function isLeftBehind(folder: string): boolean {
  // Another run may end meanwhile, and take its folder with it.
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined || found.uid !== process.getuid?.()) return false
  const { owner } = readRegister(folder)
  return owner === undefined ? Date.now() - found.mtimeMs > longestBeginningMilliseconds : !isAlive(owner)
}

async function removeRun(folder: string): Promise<void> {
  const { namespaces, processes } = readRegister(folder)
  for (const identity of processes) signal(identity, 'SIGKILL')
  const there = new Set((await hostCommand('ip', ['netns', 'list'])).split('\n').map(firstWord))
  for (const name of namespaces.filter((other) => there.has(other))) {
    await hostCommand('ip', ['netns', 'del', name])
  }
  rmSync(folder, { recursive: true, force: true })
}

function readRegister(folder: string): Register {
  const lines = readIfThere(join(folder, registerName)).split('\n')
  const told = (kind: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1))
  return {
    owner: told('owner').map(identityIn)[0],
    namespaces: told('namespace'),
    processes: told('process').map(identityIn),
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function ourselves(): ProcessIdentity {
  const identity = processIdentity(process.pid)
  if (identity === undefined) throw new Error('this process has no entry in /proc')
  return identity
}

function identityText({ pid, started }: ProcessIdentity): string {
  return `${pid} ${started}`
}

function identityIn(text: string): ProcessIdentity {
  const [pid, started = ''] = text.split(' ')
  return { pid: Number(pid), started }
}

function firstWord(line: string): string {
  return line.split(' ')[0] ?? ''
}
