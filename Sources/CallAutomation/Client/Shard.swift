import CallModel
import NIOCore
import NIOHTTP1
import NIOSSL

/// The client's part on one event loop: sends exchanges, repeats them where that is safe, and ends them in time.
/// Confined to its event loop: everything in here is called on it.
final class Shard {
    private let loop: any EventLoop
    private let configuration: ClientConfiguration
    private let now: @Sendable () -> Double
    private let random: @Sendable () -> Double
    private var encoder: RequestEncoder
    private let endpoint: ServiceEndpoint
    private let tls: NIOSSLContext?
    private lazy var pool = ConnectionPool(
        shard: self, loop: loop, endpoint: endpoint, tls: tls, configuration: configuration)
    private var exchanges: [UInt64: Exchange] = [:]
    private var lastNumber: UInt64 = 0
    private var sweep: (at: NIODeadline, timer: Scheduled<Void>)?
    /// The exchange that `send` is starting: its completion must not be called before `send` returns.
    private var starting: Exchange?
    private var isShutDown = false

    init(
        loop: any EventLoop, endpoint: ServiceEndpoint, credential: ServiceCredential, tls: NIOSSLContext?,
        configuration: ClientConfiguration, now: @escaping @Sendable () -> Double,
        random: @escaping @Sendable () -> Double
    ) {
        self.loop = loop
        self.endpoint = endpoint
        self.tls = tls
        self.configuration = configuration
        self.now = now
        self.random = random
        encoder = RequestEncoder(authority: endpoint.authority, credential: credential)
    }

    func send(
        _ request: PreparedRequest, _ attempt: SendAttempt, isSingle: Bool = false,
        _ completion: @escaping Exchange.Completion
    ) {
        lastNumber += 1
        // A day is as good as for ever, and cannot overflow.
        let limit = TimeAmount.nanoseconds(Int64(min(max(attempt.timeLimit, 0), 86_400) * 1e9))
        let exchange = Exchange(
            number: lastNumber, request: request, attempt: attempt, deadline: .now() + limit, isSingle: isSingle,
            completion: completion)
        exchanges[exchange.number] = exchange
        starting = exchange
        defer { starting = nil }
        if isShutDown { return finish(exchange, .fault(SendFault(.notSent, "the client is shut down"))) }
        sweepBy(exchange.deadline)
        start(exchange)
    }

    func shutdown() {
        isShutDown = true
        sweep?.timer.cancel()
        sweep = nil
        pool.shutdown()
        for exchange in exchanges.values { giveUp(exchange, "the client was shut down") }
    }

    // MARK: - What the pool tells

    /// The connection is the exchange's until its answer is there.
    func run(_ exchange: Exchange, on connection: HTTPConnection) {
        var buffer = connection.makeBuffer(capacity: 1_024 + exchange.request.body.count)
        do throws(SendFault) {
            try encoder.encode(
                exchange.request, exchange.attempt, clientRequestID: exchange.clientRequestID, now: now(), into: &buffer
            )
        } catch {
            pool.finished(connection)
            return fail(exchange, error.message)
        }
        exchange.facts.tries += 1
        exchange.phase = .running(connection)
        if exchange.facts.isRepeatable {
            let limit = TimeAmount.nanoseconds(Int64(configuration.tryTimeout * 1e9))
            exchange.nextDeadline = min(exchange.deadline, .now() + limit)
            sweepBy(exchange.nextDeadline)
        }
        connection.run(exchange, buffer)
    }

    func answered(_ exchange: Exchange, _ head: HTTPResponseHead, _ body: [UInt8]) {
        let status = Int(head.status.code)
        let retryAfter = status < 400 ? nil : RetryAfter.seconds(head.headers, now: now())
        let hadRun = exchange.facts.mayHaveRun
        let outcome = RetryPolicy.Outcome.answered(status: status, retryAfter: retryAfter)
        exchange.outcome = outcome
        if status >= 400, repeats(exchange, after: outcome, "the service answered \(status)") { return }
        if hadRun, [401, 403, 429].contains(status) || status == 409 && exchange.facts.hasID {
            // The last repeat was not let in: what the first try did stays unknown.
            return finish(exchange, .fault(SendFault(.unknown, exchange.lastMessage)))
        }
        finish(exchange, .answered(status: status, body: body))
    }

    func cut(_ exchange: Exchange, wasReused: Bool, _ message: String) {
        if repeats(exchange, after: .cut(wasReused: wasReused), message) { return }
        finish(exchange, .fault(SendFault(.unknown, message)))
    }

    func refused(_ exchange: Exchange, _ message: String) {
        // A try that did not come to a connection counts like any other.
        exchange.facts.tries += 1
        if repeats(exchange, after: .refused, message) { return }
        fail(exchange, message)
    }

    /// An answer that cannot be read to its end; a repeat would bring the same.
    func gaveUp(_ exchange: Exchange, _ message: String) {
        finish(exchange, .fault(SendFault(.unknown, message)))
    }

    // MARK: - Parts

    private func start(_ exchange: Exchange) {
        exchange.phase = .waiting
        exchange.nextDeadline = exchange.deadline
        if !pool.acquire(exchange) { fail(exchange, "too many requests wait for a connection to the service") }
    }

    /// Ends an exchange whose present try did not leave.
    private func fail(_ exchange: Exchange, _ message: String) {
        finish(exchange, .fault(SendFault(exchange.facts.mayHaveRun ? .unknown : .notSent, message)))
    }

    /// Whether the exchange goes on with another try.
    private func repeats(_ exchange: Exchange, after outcome: RetryPolicy.Outcome, _ message: String) -> Bool {
        exchange.outcome = outcome
        let isLast = isShutDown || exchange.isSingle
        let pause = isLast ? nil : configuration.retry.pause(after: outcome, exchange.facts, random: random)
        exchange.facts.mayHaveRun = exchange.facts.mayHaveRun || outcome.mayHaveRun
        exchange.lastMessage = message
        guard let pause, pause < 86_400 else { return false }
        let due = NIODeadline.now() + .nanoseconds(Int64(pause * 1e9))
        guard due < exchange.deadline else { return false }
        exchange.nextDeadline = exchange.deadline
        exchange.phase = .pausing(
            loop.assumeIsolated().scheduleTask(deadline: due) {
                if case .pausing = exchange.phase { self.start(exchange) }
            })
        return true
    }

    private func finish(_ exchange: Exchange, _ result: SendResult) {
        exchange.phase = .done
        exchanges[exchange.number] = nil
        guard let completion = exchange.takeCompletion() else { return }
        let outcome = exchange.outcome
        if exchange === starting { loop.execute { completion(outcome, result) } } else { completion(outcome, result) }
    }

    // MARK: - Time

    /// One timer serves all exchanges: it stands at or before the earliest deadline. Limits are long and answers quick, so
    /// that it fires far less often than once for each request.
    private func sweepBy(_ deadline: NIODeadline) {
        if let sweep {
            guard deadline < sweep.at else { return }
            sweep.timer.cancel()
        }
        let timer = loop.assumeIsolated().scheduleTask(deadline: deadline) { self.endOverdue() }
        sweep = (deadline, timer)
    }

    private func endOverdue() {
        sweep = nil
        let now = NIODeadline.now()
        for exchange in exchanges.values where exchange.nextDeadline <= now {
            if exchange.deadline <= now {
                giveUp(exchange, "no answer within \(exchange.attempt.timeLimit) seconds")
            } else if case .running(let connection) = exchange.phase {
                connection.abandon()
                cut(exchange, wasReused: false, "no answer within \(configuration.tryTimeout) seconds")
            }
        }
        if let next = exchanges.values.map(\.nextDeadline).min() { sweepBy(next) }
    }

    private func giveUp(_ exchange: Exchange, _ message: String) {
        switch exchange.phase {
        case .running(let connection):
            connection.abandon()
            finish(exchange, .fault(SendFault(.unknown, message)))
        case .pausing(let timer):
            timer.cancel()
            fail(exchange, message)
        case .waiting:
            pool.forget(exchange)
            fail(exchange, message)
        case .done: break
        }
    }
}
