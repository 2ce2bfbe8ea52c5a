// lua-bench bridge | library | worlds | check | hostile | resident KIND COUNT
import Foundation

let words = Array(CommandLine.arguments.dropFirst())
switch words.first {
case "bridge": try BridgeCosts.run(rounds: 31)
case "library": try LibraryCosts.run(rounds: 15)
case "worlds": try WorldCosts.run(rounds: 21, liveWorlds: [1_000, 20_000, 100_000])
case "check": try await CheckCosts.run(rounds: 15)
case "hostile": try HostileTimes.run()
case "resident":
    guard words.count == 3, let kind = WorldCosts.Kind(rawValue: words[1]), let count = Int(words[2]) else { exit(64) }
    try WorldCosts.resident(kind, worlds: count)
default:
    print("lua-bench bridge | library | worlds | check | hostile")
    exit(64)
}
