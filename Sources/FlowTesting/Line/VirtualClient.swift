import CallAutomation
import CallModel

/// How long things are on their way between the runtime and the service, in seconds; the same in each run.
struct NetworkDelays: Sendable {
    var request = 0.002
    var answer = 0.002
    var event = 0.003

    /// A machine of one's own that has nothing else to do.
    static let usual = NetworkDelays()
    /// A server that is busy, and a network.
    static let slow = NetworkDelays(request: 0.25, answer: 0.25, event: 0.25)
}

/// The client of a stage: what may be tried again is, by the clock of the stage.
final class VirtualClient: CallActionSender {
    /// Seconds that one try of what may be repeated waits for its answer, as in `ClientConfiguration`.
    private static let tryTimeout = ClientConfiguration().tryTimeout

    private let line: any StageLine
    private let time: VirtualTime
    private let random: SeededRandom
    private let retry: RetryPolicy
    private let delays: NetworkDelays

    init(_ line: any StageLine, time: VirtualTime, random: SeededRandom, delays: NetworkDelays) {
        (self.line, self.time, self.random, self.delays) = (line, time, random, delays)
        var retry = RetryPolicy()
        // Sessions do, each time with a record.
        retry.repeatsUnknown = false
        self.retry = retry
    }

    func prepare(_ action: CallAction, callConnectionID: String?, apiVersion: String) throws -> PreparedRequest {
        try ActionRequest.prepare(action, callConnectionID: callConnectionID, apiVersion: apiVersion)
    }

    func send(
        _ request: PreparedRequest, attempt: SendAttempt, on shard: ShardIndex,
        completion: @escaping @Sendable (SendResult) -> Void
    ) {
        let exchange = VirtualExchange(request, attempt, until: time.now() + attempt.timeLimit, completion)
        time.plan(at: exchange.deadline) {
            exchange.end(.fault(SendFault(.unknown, "no answer within \(attempt.timeLimit) seconds")))
        }
        start(exchange)
    }

    /// One try of a request.
    private func start(_ exchange: VirtualExchange) {
        let (number, isRepeatable) = exchange.facts.withLockedValue { facts in
            facts.tries += 1
            return (facts.tries, facts.isRepeatable)
        }
        if isRepeatable {
            time.plan(after: Self.tryTimeout) { [self] in
                guard exchange.waits(for: number) else { return }
                came(.cut(wasReused: false), .fault(SendFault(.unknown, "no answer in time")), of: exchange, number)
            }
        }
        time.plan(after: delays.request) { [self] in
            guard exchange.waits(for: number) else { return }
            line.carry(exchange) { outcome, result in
                self.time.plan(after: self.delays.answer) { self.came(outcome, result, of: exchange, number) }
            }
        }
    }

    private func came(
        _ outcome: RetryPolicy.Outcome, _ result: SendResult, of exchange: VirtualExchange, _ number: Int
    ) {
        // What was given up may still be answered.
        guard exchange.waits(for: number) else { return }
        exchange.hasCome(number)
        let facts = exchange.facts.withLockedValue { $0 }
        let isFine = if case .answered(let status, _) = outcome { status < 400 } else { false }
        let pause = isFine ? nil : retry.pause(after: outcome, facts, random: random.unit)
        if outcome.mayHaveRun { exchange.facts.withLockedValue { $0.mayHaveRun = true } }
        if let pause, time.now() + pause < exchange.deadline {
            time.plan(after: pause) { self.start(exchange) }
            return
        }
        exchange.end(result)
    }
}
