import FlowEngine
import Testing

@testable import FlowCheck

/// Sources that nobody writes: they may have any findings, but must not crash or hang.
struct HostileSourcesTests {
    @Test(arguments: [
        String(repeating: "do ", count: 190) + String(repeating: "end ", count: 190),
        String(repeating: "if x then ", count: 150) + "call:play{}" + String(repeating: " end", count: 150),
        "local f = " + String(repeating: "function() return ", count: 90) + "1" + String(repeating: " end", count: 90),
        "local t = " + String(repeating: "{", count: 180) + String(repeating: "}", count: 180),
        "local x = " + String(repeating: "(", count: 180) + "1" + String(repeating: ")", count: 180),
        "local x = " + String(repeating: "not ", count: 180) + "x",
        "local a = b; local b = a; local function f() return f() end local c = f()",
        "local a local function f() return a end a = f() local b = a.x.y",
        "local function f(call) return g(call) end local function g(call) return f(call) end f(1) g(2)",
        "while true do " + String(repeating: "while true do ", count: 100) + "call:play{}"
            + String(repeating: " end", count: 101),
        "local call = create_call(...) " + String(repeating: "call = call or create_call{} ", count: 2_000),
        "return " + String(repeating: "x.y:z()", count: 1) + String(repeating: ".a()", count: 5_000),
        "local s = \"a\"" + String(repeating: " .. \"a\"", count: 190),
        "::a:: goto a", "local x <close> = nil local y <const> = x", "_ENV.x = 1 local _ENV = {} y = 2", "",
        "\u{FEFF}#!/usr/bin/lua\nreturn", "-- check:", "-- check: ignore", "--[[ check: ignore x ]] --[==[", "x = ",
    ])
    func theyAreReadToTheirEnd(_ source: String) async {
        let found = await Checking.findings(source)
        #expect(found.allSatisfy { !$0.message.isEmpty })
    }

    @Test func doublingValuesAreFoundOutOnce() async {
        var source = "local a0 = call\n"
        for number in 1...150 { source += "local a\(number) = a\(number - 1) or a\(number - 1)\n" }
        _ = await Checking.findings(source + "a150:play()")
        var functions = "local function f0(call) return call:recognize {} end\n"
        for number in 1...100 {
            functions += "local function f\(number)(call) f\(number - 1)(call) return f\(number - 1)(call) end\n"
        }
        _ = await Checking.findings(
            functions + "on('IncomingCall', function(call) repeat local x = f100(call) until x end)")
    }

    @Test func mutilatedFlowsAreReadToo() async throws {
        let flows = try Checking.files(in: Checking.folder.appendingPathComponent("Corpus"))
        var dice = Dice(seed: 7)
        for (name, source) in flows.sorted(by: { $0.key < $1.key }) {
            var words = source.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            for _ in 0..<6 {
                let first = Int.random(in: 0..<words.count, using: &dice)
                let second = Int.random(in: 0..<words.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: words.swapAt(first, second)
                case 1: words[first] = words[second]
                default: words.remove(at: first)
                }
                _ = await Checking.findings([name: words.joined(separator: " ")])
            }
        }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var z = seed
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
