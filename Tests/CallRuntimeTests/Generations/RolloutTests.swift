import Testing

@testable import CallRuntime

/// Which sessions a canary takes.
struct RolloutTests {
    private func canary(_ share: Double, _ numbers: [String] = []) -> Rollout.Canary {
        Rollout.Canary(generation: "g", share: share, numbers: numbers)
    }

    @Test func theChoiceDependsOnTheKeyAlone() {
        // Fixed for ever: another process, another node and another release must choose alike.
        let taken = (0..<40).filter { canary(10).takes(key: "grid:event-\($0)", called: nil) }
        #expect(taken == Self.takenOfForty)
    }

    static let takenOfForty = [2, 3, 10, 26, 33]

    @Test(arguments: [0.5, 5, 50]) func aShareTakesAboutSoMany(share: Double) {
        let count = (0..<20_000).filter { canary(share).takes(key: "grid:\($0)", called: nil) }.count
        #expect(abs(Double(count) - share * 200) < max(60, share * 20), "\(count)")
    }

    @Test func noneAndAllAreExact() {
        #expect((0..<2_000).allSatisfy { !canary(0).takes(key: "\($0)", called: nil) })
        #expect((0..<2_000).allSatisfy { canary(100).takes(key: "\($0)", called: nil) })
    }

    @Test func aLargerShareTakesWhatASmallerOneTook() {
        for key in (0..<2_000).map({ "grid:\($0)" }) where canary(5).takes(key: key, called: nil) {
            #expect(canary(20).takes(key: key, called: nil))
        }
    }

    @Test func calledNumbersAreTakenWhole() {
        let rule = canary(0, ["+18005550199"])
        #expect(rule.takes(key: "a", called: "+18005550199"))
        #expect(!rule.takes(key: "a", called: "+18005550198"))
        #expect(!rule.takes(key: "a", called: nil))
    }

    @Test func whatIsReadIsWhatWasWritten() throws {
        let pin = Rollout.Pin(generation: "p", isForCanary: true)
        for rollout in [
            Rollout(), Rollout(pinned: pin), Rollout(pinned: pin, canary: canary(2.5, ["+18005550199"])),
        ] {
            #expect(try Rollout(decoding: rollout.encoded) == rollout)
        }
    }

    @Test(arguments: ["", "[]", #"{"pinned":{}}"#, #"{"canary":{"generation":"g"}}"#, #"{"moon":1}"#])
    func whatCannotBeReadIsRefused(text: String) {
        #expect(throws: GenerationFault.self) { try Rollout(decoding: Array(text.utf8)) }
    }
}
