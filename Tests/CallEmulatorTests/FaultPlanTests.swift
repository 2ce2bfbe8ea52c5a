import CallModel
import Testing

@testable import CallEmulator

@Suite struct FaultPlanTests {
    private func plan(_ json: JSONValue, seed: UInt64 = 1) throws -> FaultPlan {
        FaultPlan(try FaultSettings(json: json), seed: seed)
    }

    private static let half: JSONValue = ["duplicate": 0.5, "slow": 0.5, "error_503": 0.3]

    @Test func theSameSeedGivesTheSameFaultsWhateverComesBetween() throws {
        var alone = try plan(Self.half)
        let plays = (0..<50).map { _ in alone.event("PlayCompleted") }
        let requests = (0..<50).map { _ in alone.request("Play") }
        var mixed = try plan(Self.half)
        var (otherPlays, otherRequests): ([EventFate], [RequestFate]) = ([], [])
        for index in 0..<50 {
            for _ in 0..<index % 3 { _ = mixed.event("CallConnected") }
            otherRequests.append(mixed.request("Play"))
            _ = mixed.request("Recognize")
            otherPlays.append(mixed.event("PlayCompleted"))
        }
        #expect(plays == otherPlays && requests == otherRequests)
    }

    @Test func anotherSeedGivesOtherFaults() throws {
        var (one, two) = (try plan(Self.half, seed: 1), try plan(Self.half, seed: 2))
        #expect((0..<50).map { _ in one.event("PlayCompleted") } != (0..<50).map { _ in two.event("PlayCompleted") })
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func aChanceIsKept(chance: Double) throws {
        var plan = try plan(["duplicate": .number(chance)])
        let count = (0..<10_000).filter { _ in plan.event("PlayCompleted").copyAfter != nil }.count
        #expect(abs(Double(count) / 10_000 - chance) < 0.02)
    }

    @Test func aChanceOfNoneNeverComesAndOneAlways() throws {
        var never = try plan(["drop": 0])
        var always = try plan(["drop": 1])
        for _ in 0..<1_000 {
            #expect(never.event("PlayCompleted").isClean)
            #expect(always.event("PlayCompleted").lostFor == 1)
        }
    }

    @Test func aLimitHoldsForEachNameByItself() throws {
        var plan = try plan(["unauthorized": 1])
        #expect(plan.request("Play").refusal == .unauthorized)
        #expect(plan.request("Recognize").refusal == .unauthorized)
        #expect(plan.request("Play").isClean)
    }

    @Test func onlyTheNamedOnesAreConcerned() throws {
        var plan = try plan(["slow": ["only": ["Play"], "seconds": 9], "delay": ["only": "PlayCompleted"]])
        #expect(plan.request("Play").delay == 9 && plan.request("Recognize").isClean)
        #expect(plan.event("PlayCompleted").delay == 2 && plan.event("PlayStarted").isClean)
    }

    @Test func faultsOfOneEventKeepToThatEvent() throws {
        var plan = try plan([
            "late_offer": true, "disconnect_first": true, "list_first": true, "after_disconnect": true,
        ])
        #expect(plan.event("IncomingCall").delay == 5 && plan.event("CallStarted").isClean)
        #expect(plan.event("CallDisconnected").goesFirst && plan.event("PlayCompleted").isClean)
        #expect(plan.event("CallConnected").waitsForList == 2 && plan.request("CreateCall").eventWait == 2)
        #expect(plan.request("Play").isClean)
    }
}
