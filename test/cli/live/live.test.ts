import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { beforeOpen } from '../../../src/bgp/wire/wire-session.ts'
import { live } from '../../../src/cli/live/live.ts'
import { readListen, readPeerPlace } from '../../../src/cli/live/live-option-values.ts'
import { formatListenPlace } from '../../../src/live/listener.ts'
import { capturedMessages } from '../../support/captured-messages.ts'
import { circuit } from '../../support/live-lab.ts'
import { readCapture, type SeenPacket } from '../../support/pcap-reader.ts'
import { RawPeer } from '../../support/raw-peer.ts'
import { recordingTerminal } from '../../support/recording-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-live-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const lab = join(folder, 'lab.yaml')
writeFileSync(lab, circuit().source)
const withKey = join(folder, 'key.yaml')
writeFileSync(withKey, circuit({ peering: '\n        sharedKey: s3cret' }).source)

interface Running {
  readonly child: ChildProcess
  readonly said: { out: string; talk: string }
  readonly port: () => number
  readonly until: (isSo: () => boolean) => Promise<void>
  readonly ended: Promise<number | undefined>
}

function started(file: string, ...words: readonly string[]): Running {
  return running(spawn(process.execPath, ['--import=tsx', 'src/cli/main.ts', 'live', file, ...words]))
}

function running(child: ChildProcessWithoutNullStreams): Running {
  const said = { out: '', talk: '' }
  child.stdout.on('data', (text) => {
    said.out += String(text)
  })
  child.stderr.on('data', (text) => {
    said.talk += String(text)
  })
  const ended = new Promise<number | undefined>((resolve) =>
    child.on('close', (code) => resolve(code ?? undefined)),
  )
  const until = async (isSo: () => boolean): Promise<void> => {
    const deadline = performance.now() + 60_000
    while (!isSo()) {
      if (performance.now() > deadline) throw new Error(`it did not come:\n${said.talk}${said.out}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const port = (): number => Number(/listening on 127\.0\.0\.1:(\d+)/.exec(said.talk)?.[1])
  return { child, said, port, until, ended }
}

const anyPort = ['--router', 'er1.msee1', '--listen', '127.0.0.1:0', '--peer', 'ce1=127.0.0.1']

test.serial('a live router obeys what is typed, and says Cease/2 when it is told to quit', async (t) => {
  t.timeout(120_000)
  const { child, said, port, until, ended } = started(lab, ...anyPort, '--trace')
  await until(() => said.talk.includes('Ctrl-C ends'))
  t.regex(said.talk, /ce1-er1\.msee1 private ipv4: er1\.msee1 waits for ce1 at 127\.0\.0\.1\n/)
  t.regex(said.talk, /ce1-er1\.msee1 private ipv6: er1\.msee1 cannot be called by ce1, since nothing listens/)
  const peer = await new RawPeer(port()).establish()
  child.stdin?.write('show bgp summary\nannounce 192.0.2.0/24\nnonsense\nquit\n')
  await peer.closed()
  t.is(await ended, 0)
  t.regex(said.out, /IPv4 Unicast Summary:[\s\S]*\n172\.16\.0\.1 +4 +65010/)
  t.regex(said.out, /er1\.msee1 {2}→ {2}ce1-er1\.msee1 private ipv4 +UPDATE \+192\.0\.2\.0\/24 path 12076/)
  t.regex(said.talk, /no command nonsense; known: show, shut/)
  t.deepEqual(peer.notifications, ['6/2'])
})

test.serial('Ctrl-C says Cease/2 too and exits with 130; the trace is in its file', async (t) => {
  t.timeout(120_000)
  const trace = join(folder, 'trace.txt')
  const { child, said, port, until, ended } = started(lab, ...anyPort, '--trace', trace)
  await until(() => said.talk.includes('Ctrl-C ends'))
  const peer = await new RawPeer(port()).establish()
  child.kill('SIGINT')
  await peer.closed()
  t.is(await ended, 130)
  t.deepEqual(peer.notifications, ['6/2'])
  t.regex(readFileSync(trace, 'utf8'), /OpenConfirm > Established by KeepAliveMsg/)
  t.is(said.out, '')
})

test.serial('--pcap keeps every octet of the sockets, and a killed process leaves it whole', async (t) => {
  t.timeout(120_000)
  const path = join(folder, 'session.pcap')
  const { child, said, port, until, ended } = started(lab, ...anyPort, '--pcap', path)
  await until(() => said.talk.includes('Ctrl-C ends'))
  const peer = await new RawPeer(port()).establish()
  await peer.until(() => peer.heard.some(({ kind }) => kind === 'UPDATE'))
  peer.octets(...Array.from({ length: 30 }, () => 0))
  await peer.closed()
  child.kill('SIGKILL')
  await ended
  const packets = readCapture(readFileSync(path))
  t.deepEqual([...new Set(packets.flatMap(({ faults }) => faults))], [])
  const of = (name: string): readonly SeenPacket[] => packets.filter(({ source }) => source.startsWith(name))
  const [edge, msee] = [of('ac100001 '), of('ac100002 179')]
  t.is(edge.length + msee.length, packets.length)
  t.deepEqual(
    kindsIn(msee),
    peer.heard.map(({ kind }) => kind),
  )
  t.deepEqual(kindsIn(edge), ['OPEN', 'KEEPALIVE'])
  const said30 = Buffer.concat(edge.map(({ payload }) => payload)).subarray(-30)
  t.true(said30.every((octet) => octet === 0))
  t.true(msee.some(({ flags }) => flags.includes('FIN')))
})

function kindsIn(packets: readonly SeenPacket[]): readonly string[] {
  const session = { ...beforeOpen, fourOctetAs: true }
  return capturedMessages(packets).map((octets) => {
    const decoded = decodeMessage(octets, session, new AttributeInterner())
    return decoded.kind === 'error' ? 'error' : (decoded.messages[0]?.kind ?? 'none')
  })
}

/** Listens on any port of the loopback, and becomes the command after it with the socket as descriptor 3. */
const parent = `
import os, socket, sys
listener = socket.create_server(("127.0.0.1", 0))
os.dup2(listener.fileno(), 3)
os.set_inheritable(3, True)
os.execvp(sys.argv[1], sys.argv[1:])
`
const withPython = spawnSync('python3', ['--version']).error === undefined ? test.serial : test.serial.skip

withPython('--listen fd:3 waits at a socket of the parent, whose sessions may have a key', async (t) => {
  t.timeout(120_000)
  const argv = [process.execPath, '--import=tsx', 'src/cli/main.ts', 'live', withKey]
  const options = ['--router', 'er1.msee1', '--listen', 'fd:3', '--peer', 'ce1=127.0.0.1']
  const { child, said, port, until, ended } = running(spawn('python3', ['-c', parent, ...argv, ...options]))
  await until(() => said.talk.includes('Ctrl-C ends'))
  t.regex(said.talk, /private ipv4: er1\.msee1 waits for ce1 at 127\.0\.0\.1\n/)
  t.notRegex(said.talk, /private ipv4 has a sharedKey/)
  t.regex(said.talk, /private ipv6 has a sharedKey/)
  const peer = await new RawPeer(port()).establish()
  child.kill('SIGINT')
  await peer.closed()
  t.is(await ended, 130)
})

test.serial('--for ends a run by itself, and a key is told to be of no use', async (t) => {
  t.timeout(120_000)
  const { said, ended } = started(withKey, ...anyPort, '--for', '100ms')
  t.is(await ended, 0)
  t.regex(
    said.talk,
    /private ipv4 has a sharedKey, and goes without it: Node cannot set TCP MD5 \(RFC 2385\)/,
  )
})

const misused = [
  { options: {}, says: /^there is no way in or out: --listen ADDRESS:PORT waits for peers, --peer ce1=/ },
  { options: { router: ['er1.msee9'] }, says: /^no router er1\.msee9; this file has ce1, er1\.msee1/ },
  {
    options: { listen: readListen('fd:999') },
    says: /^cannot listen on fd:999: whoever started this left no/,
  },
  { options: { listen: readListen('192.0.2.1:0') }, says: /no interface of this machine has that address$/ },
  {
    options: { peer: readPeerPlace('ce1=192.0.2.1', readPeerPlace('ce1=192.0.2.2')) },
    says: /^ce1 has two places of one family$/,
  },
  {
    options: { listen: readListen('0'), pcap: join(folder, 'no', 'session.pcap') },
    says: /^cannot write .*session\.pcap: ENOENT/,
  },
  {
    options: { listen: readListen('0'), trace: join(folder, 'no', 'trace') },
    says: /^cannot write .*trace: ENOENT/,
  },
]

for (const { options, says } of misused) {
  test(`it is refused: ${says.source}`, async (t) => {
    const given = { router: ['er1.msee1'], ...options }
    await t.throwsAsync(live(lab, given, recordingTerminal()), { name: 'UsageError', message: says })
  })
}

test('a port that another program has is named', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const bound = server.address()
  const port = typeof bound === 'object' ? bound?.port : undefined
  const options = { router: ['er1.msee1'], listen: readListen(`127.0.0.1:${port}`) }
  await t.throwsAsync(live(lab, options, recordingTerminal()), {
    message: /another program has it, perhaps a BGP daemon/,
  })
})

test('a port alone is that of both loopbacks, and an address without one is refused', (t) => {
  t.deepEqual(
    readListen('1790').map(({ at }) => formatListenPlace(at)),
    ['127.0.0.1:1790', '[::1]:1790'],
  )
  t.deepEqual(readListen('er1.msee1=fd:3'), [{ router: 'er1.msee1', at: { descriptor: 3 } }])
  t.throws(() => readListen('192.0.2.1'), { message: 'Must name a port too: 192.0.2.1:179.' })
  t.throws(() => readPeerPlace('ce1=192.0.2.1:bgp'), { message: /^"bgp" is no TCP port/ })
})
