// lua-bench bridge | worlds | resident KIND COUNT
import Foundation

let words = Array(CommandLine.arguments.dropFirst())
switch words.first {
case "bridge": try BridgeCosts.run(rounds: 31)
case "worlds": try WorldCosts.run(rounds: 21, liveWorlds: 20_000)
case "resident":
    guard words.count == 3, let kind = WorldCosts.Kind(rawValue: words[1]), let count = Int(words[2]) else { exit(64) }
    try WorldCosts.resident(kind, worlds: count)
default:
    print("lua-bench bridge | worlds")
    exit(64)
}
