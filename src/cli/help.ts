/** Help begins with what to type; the rest is reference. */
export const programExamples = `Examples:
  vmsee run sim-scenarios/failover/primary-silent-cut.yaml --story
  vmsee run sim-scenarios                     every scenario below the folder
  vmsee check my-circuit.yaml                 what is wrong with a file, and what to do about it
  vmsee show my-circuit.yaml --router ce1 --at 30s "bgp summary"
  vmsee azure route-table my-circuit.yaml --path primary
  vmsee failover my-circuit.yaml --link primary
  vmsee failures my-circuit.yaml --k 2        what is lost, and for how long, by every two failures
  vmsee availability my-circuit.yaml          how many nines, and what takes the rest
  vmsee diff before.yaml after.yaml           what two runs do not have in common
  vmsee trace my-circuit.yaml --node ce1      every message, timer and route in order
  vmsee import circuit.json gateway.json      a scenario of what az show -o json has written
  vmsee export my-circuit.yaml --router ce1 --to frr
  vmsee serve my-circuit.yaml                 the same in a browser: cut cables, turn time back
  vmsee learn silent-cut                      a lesson: questions that its runs answer
  vmsee explain A4                            a rule of ExpressRoute and where it is written
  vmsee init my-circuit.yaml                  a scenario to start from
  vmsee live my-circuit.yaml --router er.msee1 --listen 1790
  vmsee bench                                 what the route table does on this machine
  vmsee conform my-circuit.yaml --on bird,frr the same network on real daemons
`

export const shortHelp: string = `${programExamples}
vmsee --help lists the commands, vmsee COMMAND --help the options of one.
`

export const exitCodeTable = `
Exit codes:
  0    every expectation held
  1    at least one expectation or a failover test failed, a lesson is unsound, failures --assert does not hold, diff found a difference, bench --baseline found a loss, or conform a difference
  2    wrong usage, or a file that cannot be read or is not valid
  3    none failed, but one was inconclusive or nothing was checked
  70   a bug of vmsee
  124  --timeout was reached
  130  interrupted
`

export const runExamples = `Examples:
  vmsee run primary-silent-cut.yaml --story
  vmsee run 'scenarios/**/*.yaml' --reporter list --reporter junit:out.xml
  vmsee run scenarios --json > results.json
  vmsee run my-circuit.yaml --watch
  vmsee run my-circuit.yaml --interleave 100 --write order.yaml
  cat my-circuit.yaml | vmsee run -
`

export const learnExamples = `Examples:
  vmsee learn                                 the lessons that come with the program
  vmsee learn silent-cut                      one of them, question by question
  vmsee learn silent-cut --answers            for teachers: what is right, and what was measured
  vmsee learn silent-cut --sheet > sheet.md   to be printed
  vmsee learn silent-cut --round 4 > bfd.yaml the network of a round, to go on with
  vmsee learn --quiz --seed 7                 which route wins, and why, without end
  vmsee learn my-lesson.yaml --check          whether each question has one answer
  printf 'a\\nc\\nb\\na\\n' | vmsee learn silent-cut
`

export const checkExamples = `Examples:
  vmsee check my-circuit.yaml
  vmsee check scenarios --json
`

export const showExamples = `Examples:
  vmsee show my-circuit.yaml --router ce1 "bgp summary"
  vmsee show my-circuit.yaml --router ce1 --at 30s bgp
  vmsee show my-circuit.yaml --router er-amsterdam.msee1 bgp 10.1.0.0/16
  vmsee show my-circuit.yaml --router ce1 --at 200s route
  vmsee show my-circuit.yaml --router ce1 bgp ipv6 summary
  vmsee show my-circuit.yaml "message 42"      the fields and octets of a message of the trace
`

export const azureExamples = `Examples:
  vmsee azure route-table my-circuit.yaml --circuit er-amsterdam --path primary --at 30s
  vmsee azure route-table-summary my-circuit.yaml --path secondary --peering-name AzurePrivatePeering
  vmsee azure arp-table my-circuit.yaml --path primary --json | jq -r '.value[].macAddress'
  vmsee azure stats my-circuit.yaml --at 10m
  vmsee azure circuit my-circuit.yaml --at 10m --json
  vmsee azure learned-routes my-circuit.yaml --vnet vnet-weu
  vmsee azure bgp-peer-status my-circuit.yaml --gateway vnet-weu.gw1
`

export const failoverExamples = `Examples:
  vmsee failover my-circuit.yaml --link primary
  vmsee failover my-circuit.yaml --circuit er-amsterdam --link secondary --category ASPathPrepend
  vmsee failover my-circuit.yaml --link primary --json | jq .nonRedundantRoutes
`

export const failuresExamples = `Examples:
  vmsee failures my-circuit.yaml
  vmsee failures my-circuit.yaml --k 2 --assert "outage <= 1s"
  vmsee failures my-circuit.yaml --of sessions,peerings --all
  vmsee failures my-circuit.yaml --k 3 --resume sweep.part       goes on where it was stopped
  vmsee failures my-circuit.yaml --k 3 --shard 2/8 > 2.part
  vmsee failures my-circuit.yaml --json | jq '.cases[] | select(.verdict == "lost") | .fails'
`

export const traceExamples = `Examples:
  vmsee trace my-circuit.yaml
  vmsee trace my-circuit.yaml --node ce1 --kind session-state,best-route
  vmsee trace my-circuit.yaml --format jsonl | jq 'select(.kind == "best-route")'
  vmsee trace my-circuit.yaml --format pcap > run.pcap         for Wireshark
  vmsee trace my-circuit.yaml --format mrt --node ce1 > ce1.mrt
  vmsee trace my-circuit.yaml --format mrt --rib --at 30s > tables.mrt
  vmsee trace my-circuit.yaml --format bgpdump
`

export const importExamples = `Examples:
  az network express-route show -g rg -n er-demo -o json > er-demo.json
  vmsee import er-demo.json > er-demo.yaml
  vmsee import circuit.json gateway.json connection.json vnet.json > mine.yaml
  vmsee import --mrt bview.20260511.0000.gz --peer 193.0.0.56 --family ipv4 > table.txt
  vmsee import --mrt updates.mrt --peer 65010
`

export const availabilityExamples = `Examples:
  vmsee availability my-circuit.yaml
  vmsee availability my-circuit.yaml --trials 10000 --resume years.part
  vmsee availability my-circuit.yaml --trials 10000 --shard 2/8 > 2.part
  vmsee availability my-circuit.yaml --json | jq '.flows[] | {name, nines}'
`

export const diffExamples = `Examples:
  vmsee diff before.yaml after.yaml
  vmsee run my-circuit.yaml --json --routes > before.json
  vmsee diff before.json my-circuit.yaml          what a change of the file has changed
`

export const mergeExamples = `Examples:
  vmsee merge *.part
  vmsee merge *.part --assert "outage <= 1s"
  vmsee merge *.part --json > sweep.json
`

export const exportExamples = `Examples:
  vmsee export my-circuit.yaml --router ce1 --to frr > ce1.conf
  vmsee export my-circuit.yaml --router ce1 --to ios
  vmsee export my-circuit.yaml --router ce1 --to junos
  vmsee export my-circuit.yaml --router ce1 --to bird > ce1.conf && bird -p -c ce1.conf
  vmsee export my-circuit.yaml --html my-circuit.html
  vmsee export lessons/*.yaml --html course.html
`

export const serveExamples = `Examples:
  vmsee serve
  vmsee serve my-circuit.yaml
  vmsee serve my-circuit.yaml --port 0
`

export const explainExamples = `Examples:
  vmsee explain A4
  vmsee explain my-circuit.yaml
  vmsee explain schema/unknown-key
  vmsee explain                               all rules
`

export const initExamples = `Examples:
  vmsee init my-circuit.yaml
  vmsee init --list
  vmsee init my-circuit.yaml --template primary-silent-cut
`

export const liveExamples = `Examples:
  vmsee live lab.yaml --router er1.msee1 --listen 172.16.0.2:179
  vmsee live lab.yaml --router er1.msee1 --listen 1790 --peer ce1=127.0.0.1
  vmsee live lab.yaml --router er1.msee1 --peer ce1=127.0.0.1:1791 --peer ce1=[::1]:1791 --for 30s
  vmsee live lab.yaml --router er1.msee1,er1.msee2 --listen 172.16.0.2:179 --listen 172.16.0.6:179 --trace
  vmsee live lab.yaml --router er1.msee1 --listen 172.16.0.2:179 --pcap session.pcap
`

export const benchExamples = `Examples:
  vmsee bench
  vmsee bench --prefixes 1000,20000,100000,1000000 --family ipv4
  vmsee bench --table rib.txt.gz --updates day.txt.gz
  vmsee bench --json > before.json
  vmsee bench --baseline before.json
`

export const conformExamples = `Examples:
  sudo vmsee conform my-circuit.yaml --on bird
  sudo vmsee conform sim-scenarios/conformance --on bird,frr
  sudo vmsee conform my-circuit.yaml --on frr --json > comparison.json
  sudo vmsee conform --random 20 --seed 7 --on bird,frr --out made-up
`
