// durable-bench sync | cycles | recovery | memory | replay | reload FLOWS
//
// and for processes that it begins itself: fill STORE CALLS TARGET | adopt|recover STORE CALLS TARGET LAUNCHED
import Foundation

let words = Array(CommandLine.arguments.dropFirst())
let variables = ProcessInfo.processInfo.environment

func number(_ index: Int) -> Int { words.count > index ? Int(words[index]) ?? 0 : 0 }

switch words.first {
case "sync": try SyncCosts.run(seconds: 1)
case "cycles": try await CycleCosts.run(rounds: 7, seconds: 2, sessions: 1_000)
case "recovery": try RecoveryCosts.run(calls: 10_000, rounds: 3)
case "memory": try MemoryCosts.run(calls: variables["BENCH_WAITING"].flatMap { Int($0) } ?? 100_000, target: 64)
case "replay": try await ReplayCosts.run(rounds: 15)
case "reload" where words.count == 2: try await ReloadCosts.run(flows: words[1], saves: 50, reloads: 1_000)
case "fill" where words.count == 4:
    try await WaitingCalls.fill(words[1], calls: number(2), target: number(3))
case "adopt" where words.count == 5, "recover" where words.count == 5:
    try await WaitingCalls.takeUp(
        words[1], calls: number(2), target: number(3), launched: Double(words[4]) ?? 0, wakes: words[0] == "recover")
default:
    print("durable-bench sync | cycles | recovery | memory | replay | reload FLOWS")
    exit(64)
}
