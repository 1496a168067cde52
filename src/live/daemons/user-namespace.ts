import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostCommand } from './host-command.ts'

/**
 * Without root the labs are made in namespaces of our own (user_namespaces(7)), where we are root. Nobody else exists there: a daemon that
 * gives up root for another user has to stay root, and FRR wants it in the group of its terminals.
 */
const unshare = ['--user', '--map-root-user', '--net', '--mount']

/** `ip netns` wants a folder of its own below /run, and OpenBGPD another. */
const preparation = [
  'mount -t tmpfs tmpfs /run',
  `sed 's/^frrvty:.*/&,root/; s/:,root/:root/' /etc/group > /run/group`,
  'mount --bind /run/group /etc/group',
  'exec "$@"',
].join(' && ')

/** Why no such namespaces are to be had here, in the words of the host; `undefined` where they are. */
export async function userNamespaceTrouble(): Promise<string | undefined> {
  try {
    await hostCommand('unshare', [...unshare, 'sh', '-c', 'mount -t tmpfs tmpfs /run'])
    return undefined
  } catch (error) {
    const { stderr, message } = Object(error)
    return String(stderr || message).trim()
  }
}

/** Runs this very command once more, in such namespaces; answers its exit code. */
export async function againInUserNamespace(): Promise<number> {
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const child = spawn('unshare', [...unshare, 'sh', '-c', preparation, 'sh', ...command], {
    stdio: 'inherit',
  })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGTERM', pass)
  // Ctrl-C reaches the child by itself.
  process.on('SIGINT', ignore)
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      process.off('SIGTERM', pass).off('SIGINT', ignore)
      resolve(code ?? interrupted)
    })
  })
}

const interrupted = 130

function ignore(): void {}

/** Whether root is the only user that there is. */
export function isAloneWithRoot(): boolean {
  const [, , count] = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/)
  return count === '1'
}
