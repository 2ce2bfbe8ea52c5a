import CLuaBridge
import CTwins
import FlowEngine
import Foundation
import LuaEngine
import Measuring

/// Part (c): what a world costs that has run a flow's top level with so many lines of required code.
enum WorldCosts {
    /// One kind of world.
    enum Kind: String, CaseIterable {
        case bare, flow10, flow10malloc, flow1500, flow1500malloc, plain10, plain1500

        var name: String {
            switch self {
            case .bare: "world without a flow"
            case .flow10: "flow, 10 lines required"
            case .flow10malloc: "the same, each block from malloc"
            case .flow1500: "flow, 1,500 lines required"
            case .flow1500malloc: "the same, each block from malloc"
            case .plain10: "plain C: `luaL_openlibs`, 10 lines, `lua_close`"
            case .plain1500: "plain C: `luaL_openlibs`, 1,500 lines, `lua_close`"
            }
        }
    }

    /// A maker of worlds of one kind; what it makes is dropped by `drop`.
    private struct Maker {
        let make: () throws -> AnyObject
        let bytes: (AnyObject) -> Int
        let drop: (AnyObject) -> Void
    }

    private final class Twin {
        let twin: OpaquePointer

        init(_ twin: OpaquePointer) { self.twin = twin }
    }

    /// A module of about `count` lines as flows have them: functions of ten lines with tables, calls and branches.
    static func module(lines count: Int) -> String {
        var lines: [String] = []
        for number in 1...max(1, count / 10) {
            lines += [
                "function M.step_\(number)(call, options)",
                "  local text = options.text or \"This is step \(number).\"",
                "  local choices = { [\"1\"] = \"sales_\(number)\", [\"2\"] = \"support_\(number)\" }",
                "  for attempt = 1, (options.retries or 3) do",
                "    local key, err = call:recognize { text = text, dtmf = { max = \(number % 9 + 1) } }",
                "    if key and choices[key.tones] then return choices[key.tones], attempt end",
                "    if err and err.reason ~= \"initial_silence\" then return nil, err end",
                "  end",
                "  return M.last and M.last(call, \(number)) or nil",
                "end",
            ]
        }
        return (["local M = {}"] + lines + ["return M"]).joined(separator: "\n")
    }

    private static func maker(_ kind: Kind) throws -> Maker {
        switch kind {
        case .bare:
            let functions = LuaHostTable([])
            return Maker(
                make: { try LuaWorld(functions: functions, seed: 1) },
                bytes: { ($0 as? LuaWorld)?.memoryBytes ?? 0 }, drop: { ($0 as? LuaWorld)?.drop() })
        case .flow10: return try flow(lines: 10)
        case .flow10malloc: return try flow(lines: 10, usesMalloc: true)
        case .flow1500: return try flow(lines: 1_500)
        case .flow1500malloc: return try flow(lines: 1_500, usesMalloc: true)
        case .plain10: return plain(lines: 10)
        case .plain1500: return plain(lines: 1_500)
        }
    }

    private static func flow(lines: Int, usesMalloc: Bool = false) throws -> Maker {
        let main = "local code = require \"lib.code\"\non(\"IncomingCall\", function(call) code.step_1(call, {}) end)\n"
        let sources = FlowSources(files: [
            "bench/main.lua": Array(main.utf8), "bench/lib/code.lua": Array(module(lines: lines).utf8),
        ])
        let report = FlowLoader.load(sources, environment: FlowEnvironment())
        guard let generation = report.generation, let definition = generation.flows["bench"] else {
            throw BenchmarkFault("the flow does not load: \(report.problems)")
        }
        return Maker(
            make: {
                hs_use_malloc(usesMalloc)
                defer { hs_use_malloc(false) }
                return try FlowInstance(definition, environment: generation.environment, seed: 1)
            },
            bytes: { ($0 as? FlowInstance)?.memoryBytes ?? 0 }, drop: { ($0 as? FlowInstance)?.drop() })
    }

    private static func plain(lines: Int) -> Maker {
        let source = module(lines: lines)
        let code = twin_compile(source, source.utf8.count)
        return Maker(
            make: {
                guard let twin = twin_with(code) else { throw BenchmarkFault("no Lua state") }
                return Twin(twin)
            },
            bytes: { ($0 as? Twin).map { twin_bytes($0.twin) } ?? 0 },
            drop: { if let twin = $0 as? Twin { twin_free(twin.twin) } })
    }

    static func run(rounds: Int, liveWorlds: [Int]) throws {
        let makers = try Kind.allCases.map { ($0, try maker($0)) }
        var made = [Kind: [Double]]()
        var dropped = [Kind: [Double]]()
        var bytes = [Kind: Int]()
        let batch = 25
        // A server with calls keeps memory at hand for the next ones.
        let others = try makers.map { _, maker in (maker, try (0..<500).map { _ in try maker.make() }) }
        defer { for (maker, worlds) in others { worlds.forEach(maker.drop) } }
        for round in 0...rounds {
            // Turn by turn, so that a machine that gets slower slows all.
            for (kind, maker) in makers {
                var worlds: [AnyObject] = []
                worlds.reserveCapacity(batch)
                let make = try nanoseconds(per: batch) { for _ in 0..<batch { worlds.append(try maker.make()) } }
                bytes[kind] = maker.bytes(worlds[0])
                let drop = nanoseconds(per: batch) {
                    for world in worlds { maker.drop(world) }
                    worlds = []
                }
                guard round > 0 else { continue }
                made[kind, default: []].append(make)
                dropped[kind, default: []].append(drop)
            }
        }
        print("| a world | make, µs | drop, µs | bytes in Lua |")
        print("| --- | ---: | ---: | ---: |")
        for kind in Kind.allCases {
            let (make, drop) = (median(made[kind] ?? []) / 1_000, median(dropped[kind] ?? []) / 1_000)
            print(
                "| \(kind.name) | \(text(make, digits: 1)) | \(text(drop, digits: 1)) | \(grouped(bytes[kind] ?? 0)) |")
        }
        print()
        try residentTable(counts: liveWorlds, bytes: bytes)
    }

    /// Resident memory with so many live worlds, and when nine of ten are gone.
    private static func residentTable(counts: [Int], bytes: [Kind: Int]) throws {
        let heads = counts.map { "\(grouped($0)) live, RSS each | nine of ten dropped, RSS each" }
        print("| a world | " + heads.joined(separator: " | ") + " |")
        print("| --- |" + String(repeating: " ---: |", count: 2 * counts.count))
        for kind in Kind.allCases {
            var cells: [String] = []
            for count in counts {
                // Half as much again as Lua counts, and some room for the machine.
                guard availableBytes() > (bytes[kind] ?? 0) * count * 3 / 2 + (1 << 30) else {
                    cells += ["no memory for it here", ""]
                    continue
                }
                let (full, rest) = try residentInChild(kind, worlds: count)
                let survivors = count / 10
                cells.append("\(grouped(full / count)) = \(grouped(full >> 20)) MiB")
                let ratio = text(Double(rest) * 10 / Double(full), digits: 2)
                cells.append("\(grouped(rest / survivors)) = \(grouped(rest >> 20)) MiB, \(ratio) times")
            }
            print("| \(kind.name) | " + cells.joined(separator: " | ") + " |")
        }
    }

    /// Makes worlds in a process of their own, which prints by how much its memory grew, and how much of that is left when
    /// nine of ten are dropped.
    private static func residentInChild(_ kind: Kind, worlds: Int) throws -> (full: Int, rest: Int) {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["resident", kind.rawValue, String(worlds)]
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 2 else { throw BenchmarkFault("the child for \(kind.rawValue) said '\(text)'") }
        return (numbers[0], numbers[1])
    }

    /// The child's part.
    static func resident(_ kind: Kind, worlds count: Int) throws {
        let maker = try maker(kind)
        maker.drop(try maker.make())
        var worlds: [AnyObject?] = []
        worlds.reserveCapacity(count)
        let before = residentBytes()
        for _ in 0..<count { worlds.append(try maker.make()) }
        let full = residentBytes() - before
        // Calls end in no order.
        var random = SeededRandom(state: 1)
        for index in (0..<count).shuffled(using: &random).prefix(count - count / 10) {
            if let world = worlds[index] { maker.drop(world) }
            worlds[index] = nil
        }
        // A thread in the background looks through malloc's heap.
        Thread.sleep(forTimeInterval: 0.3)
        print(full, residentBytes() - before)
        // Without this the worlds might be gone before they are counted.
        withExtendedLifetime(worlds) {}
        fflush(nil)
        _exit(0)
    }
}
