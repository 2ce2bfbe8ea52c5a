import CallModel
import Foundation
import Testing

@testable import CallRuntime
@testable import FlowEngine

/// The border to Lua under random programs, and the machine under random events. `make test` tries a few hundred,
/// `make fuzz` as many as HOOKSWITCH_FUZZ_SECONDS gives time for; HOOKSWITCH_FUZZ_SEED begins elsewhere. A failure
/// prints the seed of its one program, and HOOKSWITCH_FUZZ_SEED=… HOOKSWITCH_FUZZ_SECONDS=0 tries that alone.
struct FuzzTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static let seconds = setting("HOOKSWITCH_FUZZ_SECONDS")
    private static let firstSeed = setting("HOOKSWITCH_FUZZ_SEED") ?? 1

    /// Calls `body` with seed after seed until it has been enough; tells how many there were.
    private static func forEachSeed(bounded count: Int, _ body: (UInt64) throws -> Bool) rethrows -> Int {
        let clock = ContinuousClock()
        let start = clock.now
        var tried = 0
        var failed = 0
        while failed < 5 {
            let seed = firstSeed &+ UInt64(tried)
            tried += 1
            if try !body(seed) { failed += 1 }
            if let seconds {
                if clock.now - start >= .seconds(Int64(clamping: seconds)) { break }
            } else if tried >= count {
                break
            }
        }
        if seconds != nil {
            let took = clock.now - start
            let rate =
                Double(tried)
                / max(0.001, Double(took.components.seconds) + 1e-18 * Double(took.components.attoseconds))
            print("fuzz: \(tried) cases from seed \(firstSeed), \(Int(rate)) a second, \(failed) failed")
        }
        return tried
    }

    /// Where the program that runs just now can be found after a crash; only long runs write it.
    private static let trace = FileManager.default.temporaryDirectory.appending(path: "hookswitch-fuzz.lua")

    @Test func everySessionOfARandomProgramEndsAndIsReplayed() throws {
        var refused = 0
        var records = 0
        let tried = try Self.forEachSeed(bounded: 300) { seed in
            var maker = FuzzProgram(seed: seed)
            let source = maker.source()
            if Self.seconds != nil {
                try "-- seed \(seed)\n\(source)".write(to: Self.trace, atomically: false, encoding: .utf8)
            }
            let report = FuzzRun.run(source, seed: seed)
            if report.wasRefused { refused += 1 }
            records += report.records
            guard !report.faults.isEmpty else { return true }
            Issue.record("seed \(seed): \(report.faults.prefix(3).joined(separator: "\n"))\n\(source)")
            return false
        }
        if Self.seconds != nil { try? FileManager.default.removeItem(at: Self.trace) }
        // A generator whose programs do nothing would find nothing.
        #expect(refused * 5 <= tried + 5)
        if tried > 100 { #expect(records > tried * 5) }
    }

    @Test func everySessionThatRestartsGoesOnAsItsReplay() throws {
        var restarts = 0
        let tried = Self.forEachSeed(bounded: 150) { seed in
            var maker = FuzzProgram(seed: seed)
            let source = maker.restarting()
            let report = FuzzRun.run(source, seed: seed)
            restarts += report.restarts
            guard !report.faults.isEmpty else { return true }
            Issue.record("seed \(seed): \(report.faults.prefix(3).joined(separator: "\n"))\n\(source)")
            return false
        }
        if tried > 100 { #expect(restarts > tried / 3) }
    }

    /// A flow that looks at all there is in an event and waits for every kind of outcome.
    private static let looking = """
        local function walk(v, depth)
          if type(v) ~= 'table' or depth > 40 then return tostring(v) end
          local n = 0
          for k, x in pairs(v) do n = n + 1 walk(k, depth + 1) walk(x, depth + 1) if n > 50 then break end end
          return n
        end
        on('IncomingCall', function(call)
          call:answer()
          spawn(function() while true do wait_for('*', { sequence_number = { 1, 2 }, ['data.x'] = pattern '.-' }) end end)
          spawn(function() call:recognize { text = 'x', dtmf = { max = 1 }, operation_context = 'own' } end)
          spawn(function() call:add_participant { target = '8:acs:contoso_ada' } end)
          spawn(function() call:transfer { target = '8:acs:contoso_ada' } end)
          sleep(100000)
        end)
        on('*', function(call, event) log.info(event.name .. ' ' .. walk(event, 0)) end)
        on('ParticipantsUpdated', { sequence_number = 3 }, function() end)
        """

    @Test func everyEventIsTakenWhateverItHolds() throws {
        _ = try Self.forEachSeed(bounded: 150) { seed in
            let source = Self.looking
            var events = FuzzEvents(seed: seed)
            let driver = try MachineDriver(source, limits: FuzzRun.limits)
            try driver.connect()
            for number in 0..<25 where driver.end == nil {
                let event = events.event(number)
                _ = Marshalling.event(event)
                _ = Marshalling.recognition(event)
                driver.take(event, leg: number % 5 == 4 ? nil : "1", via: number % 5 == 4 ? .grid : .callback)
                for send in driver.sends.suffix(2) { try driver.answer(send.op, 202) }
            }
            driver.stop()
            for _ in 0..<20 where driver.end == nil { driver.advance(20) }
            var faults: [String] = []
            if driver.end == nil { faults.append("does not end") }
            if let fault = try driver.replayFault() { faults.append(fault) }
            faults += driver.logs.compactMap { FuzzRun.leak(in: $0.message) }
            guard !faults.isEmpty else { return true }
            Issue.record("seed \(seed): \(faults.prefix(3))")
            return false
        }
    }
}
