import NIOHTTP1
import Testing

@testable import CallAutomation

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy()
    private let safe = RetryPolicy.Facts(isRepeatable: true, hasID: true)
    private let unsafe = RetryPolicy.Facts(isRepeatable: false, hasID: false)

    private func pause(_ outcome: RetryPolicy.Outcome, _ facts: RetryPolicy.Facts, random: Double = 0.5) -> Double? {
        policy.pause(after: outcome, facts) { random }
    }

    @Test func whatDidNotRunIsRepeatedWhateverItIs() {
        for facts in [safe, unsafe] {
            #expect(pause(.refused, facts) == 0.8)
            #expect(pause(.answered(status: 429, retryAfter: nil), facts) == 0.8)
            #expect(pause(.answered(status: 429, retryAfter: 7), facts) == 7)
        }
    }

    @Test(arguments: [408, 500, 502, 503, 504])
    func innerFaultsAreRepeatedOnlyWhereASecondTimeIsHarmless(_ status: Int) {
        #expect(pause(.answered(status: status, retryAfter: nil), safe) == 0.8)
        #expect(pause(.answered(status: status, retryAfter: 3), safe) == 3)
        #expect(pause(.answered(status: status, retryAfter: nil), unsafe) == nil)
        #expect(pause(.answered(status: status, retryAfter: 3), unsafe) == nil)
    }

    @Test(arguments: [200, 202, 204, 400, 401, 403, 404, 405, 409, 412, 501])
    func otherAnswersAreFinal(_ status: Int) {
        #expect(pause(.answered(status: status, retryAfter: 1), safe) == nil)
        #expect(pause(.answered(status: status, retryAfter: 1), unsafe) == nil)
    }

    @Test func aConflictOfARepeatMeansThatTheFirstStillRuns() {
        var facts = safe
        facts.mayHaveRun = true
        facts.tries = 2
        #expect(pause(.answered(status: 409, retryAfter: nil), facts) == 1.6)
        facts.hasID = false
        #expect(pause(.answered(status: 409, retryAfter: nil), facts) == nil)
    }

    @Test func cutsAreRepeatedOnlyWhereHarmlessAndAtOnceOnAReusedConnection() {
        #expect(pause(.cut(wasReused: false), safe) == 0.8)
        #expect(pause(.cut(wasReused: true), safe) == 0)
        #expect(pause(.cut(wasReused: true), unsafe) == nil)
        var second = safe
        second.tries = 2
        #expect(pause(.cut(wasReused: true), second) == 1.6)
    }

    @Test func pausesDoubleWithJitterAndThenEnd() {
        var facts = safe
        let pauses = (1...4).map { tries -> Double? in
            facts.tries = tries
            return pause(.refused, facts)
        }
        #expect(pauses == [0.8, 1.6, 3.2, nil])
        #expect(abs((pause(.refused, safe, random: 0) ?? 0) - 0.64) < 1e-9)
        #expect(abs((pause(.refused, safe, random: 1) ?? 0) - 0.96) < 1e-9)
        let long = RetryPolicy(maxRetries: 100, baseDelay: 1, maxDelay: 20)
        facts.tries = 90
        #expect(long.pause(after: .refused, facts) { 0.5 } == 20)
    }

    @Test func whoRecordsEachTryRepeatsWhatMayHaveRunForItself() {
        var policy = policy
        policy.repeatsUnknown = false
        func pause(_ outcome: RetryPolicy.Outcome) -> Double? { policy.pause(after: outcome, safe) { 0.5 } }
        #expect(pause(.cut(wasReused: true)) == nil)
        #expect(pause(.answered(status: 503, retryAfter: 1)) == nil)
        #expect(pause(.answered(status: 429, retryAfter: nil)) == 0.8)
        #expect(pause(.refused) == 0.8)
    }

    @Test func aRetryAfterOfZeroFallsBackToTheSchedule() {
        #expect(pause(.answered(status: 429, retryAfter: 0), safe) == 0.8)
    }

    @Test(
        arguments: [
            (["Retry-After": "3"], 3.0), (["retry-after": "0"], 0), (["Retry-After": "1.5"], 1.5),
            (["retry-after-ms": "250", "Retry-After": "9"], 0.25),
            (["Retry-After": "Thu, 12 Mar 2026 10:00:10 GMT"], 10),
            (["Retry-After": "Thu, 12 Mar 2026 09:00:00 GMT"], 0), (["Retry-After": "-5"], 0),
        ] as [([String: String], Double)])
    func retryAfterIsReadInAllItsSpellings(_ headers: [String: String], _ seconds: Double) {
        #expect(RetryAfter.seconds(HTTPHeaders(headers.map { ($0.key, $0.value) }), now: 1_773_309_600) == seconds)
    }

    @Test(arguments: [["X": "1"], ["Retry-After": "soon"], ["Retry-After": "inf"], ["Retry-After": ""]])
    func whatCannotBeReadIsNoRetryAfter(_ headers: [String: String]) {
        #expect(RetryAfter.seconds(HTTPHeaders(headers.map { ($0.key, $0.value) }), now: 0) == nil)
    }
}
