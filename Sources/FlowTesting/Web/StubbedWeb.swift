import CallModel
import Dispatch
import FlowWeb
import NIOConcurrencyHelpers
import NIOCore

/// The web of a stage: what the spec says that servers answer, in the stage's own time. A request that nothing answers
/// is a failure of the case.
final class StubbedWeb: WebSender {
    private struct State {
        var rules: [WebRule] = []
        /// What went wrong, in the order of time.
        var problems: [String] = []
    }

    private let loop: VirtualLoop
    private let time: VirtualTime
    private let delays: NetworkDelays
    /// Used on the stage's thread only, which the box makes sure of.
    private let state: NIOLoopBoundBox<State>

    init(loop: VirtualLoop, delays: NetworkDelays) {
        (self.loop, time, self.delays) = (loop, loop.time, delays)
        state = NIOLoopBoundBox(State(), eventLoop: loop)
    }

    /// From now on such requests are answered so; the newest rule that fits counts.
    func add(_ rule: WebRule) { state.value.rules.append(rule) }

    /// Requests that nothing answered, and answers that could not be made.
    var problems: [String] { state.value.problems }

    /// Forgets all rules: their functions hold the spec's world.
    func end() { state.value.rules = [] }

    func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        let isCut = NIOLockedValueBox(false)
        time.plan(after: delays.request) { [self] in
            if isCut.withLockedValue({ $0 }) { return }
            let (reply, after) = answer(request, timeLimit)
            let seconds = after + delays.answer
            let result: SendResult
            switch reply {
            case .response(let response) where seconds < timeLimit: result = response.result
            case .fault(let fault) where seconds < timeLimit: result = .fault(fault)
            default:
                result = .fault(SendFault(.unknown, "no answer within \(timeLimit) s", reason: .timeout))
            }
            time.plan(after: min(seconds, timeLimit - delays.request)) {
                if !isCut.withLockedValue({ $0 }) { completion(result) }
            }
        }
        return WebExchange { isCut.withLockedValue { $0 = true } }
    }

    private func answer(_ prepared: PreparedRequest, _ timeLimit: Double) -> (WebRule.Reply, after: Double) {
        let index = state.value.rules.lastIndex { rule in
            rule.times != 0 && (rule.method ?? prepared.method) == prepared.method && rule.fits(prepared.path)
        }
        guard let index, let request = WebRequest(prepared) else {
            let asked = "\(prepared.method) \(prepared.path)"
            return failed("a flow asked for \(asked), and no http_answers of the case fits it")
        }
        let (reply, after) = answer(request, by: index, timeLimit)
        if case .response(let response) = reply, response.body.utf8.count > request.maxBytes {
            let words = "the answer has more than \(request.maxBytes) bytes"
            return (.fault(SendFault(.unknown, words, reason: .tooLarge)), after)
        }
        return (reply, after)
    }

    private func answer(
        _ request: WebRequest, by index: Int, _ timeLimit: Double
    ) -> (WebRule.Reply, after: Double) {
        if let times = state.value.rules[index].times { state.value.rules[index].times = times - 1 }
        switch state.value.rules[index].answerer {
        case .reply(let reply, let after): return (reply, after)
        case .function(let function):
            do { return try function(request) } catch { return failed("\(error)") }
        case .live: return (Self.ask(request.prepared, timeLimit), 0)
        }
    }

    private func failed(_ problem: String) -> (WebRule.Reply, after: Double) {
        state.value.problems.append(problem)
        return (.fault(SendFault(.notSent, problem, reason: .notSent)), 0)
    }

    /// Asks the real server, whatever its address is, while the time of the stage stands still.
    private static func ask(_ request: PreparedRequest, _ timeLimit: Double) -> WebRule.Reply {
        let everywhere = WebPolicy(privateBlocks: ["0.0.0.0/0", "::/0"].compactMap { IPBlock($0) })
        let client = FlowWebClient(policy: everywhere)
        let (told, isTold) = (Told<SendResult>(), DispatchSemaphore(value: 0))
        _ = client.send(request, timeLimit: timeLimit) { result in
            told.value = result
            isTold.signal()
        }
        isTold.wait()
        Task { await client.shutdown() }
        switch told.value {
        case .answered(let status, let body)?:
            return WebResponse(status: status, body: body).map { .response($0) } ?? .silence
        case .fault(let fault)?: return .fault(fault)
        case nil: return .silence
        }
    }
}

/// The way to the web as one process has it.
struct GatedWeb: WebSender {
    let inner: any WebSender
    let gate: ProcessGate
    let troubles: MachineTroubles

    func send(
        _ request: PreparedRequest, timeLimit: Double, completion: @escaping @Sendable (SendResult) -> Void
    ) -> WebExchange {
        guard gate.comes(to: .sent) else { return WebExchange() }
        let exchange = inner.send(request, timeLimit: timeLimit) { result in
            troubles.whenWorks(.process) {
                if gate.comes(to: .answered) { completion(result) }
            }
        }
        _ = gate.comes(to: .left)
        return exchange
    }
}
