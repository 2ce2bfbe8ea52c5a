import CallAutomation
import CallEmulator
import CallModel
import CallRuntime
import NIOCore

/// Where events of a line go.
protocol EventDoor: Sendable {
    /// An event is sent there.
    /// - Parameter answer: is given the HTTP status, or nil when nobody is there; on any thread.
    func take(_ attempt: DeliveryAttempt, answer: @escaping @Sendable (Int?) -> Void)
    /// A message of a stream is sent there.
    func take(_ message: StreamMessage, to address: String, answer: @escaping @Sendable (Int?) -> Void)
}

extension EventDoor {
    /// Who takes no streams takes no connection for one.
    func take(_ message: StreamMessage, to address: String, answer: @escaping @Sendable (Int?) -> Void) { answer(nil) }
}

/// An event at the door of the runtime.
struct DoorArrival: Sendable {
    /// Where it was sent.
    var address: String
    /// As it came.
    var body: [UInt8]
    /// Whether it comes from Event Grid, and not from a call.
    var isGrid: Bool
    /// The number of its delivery at the service; of those that are sent at one moment a lower one goes first.
    var number = 0

    /// Whether it is a message of a stream, which goes over no web socket here.
    var isStream: Bool { address.contains("/streams/") }
}

/// Where events reach the process that serves the flows, if one does: what the HTTP edge is for a server, in the time of
/// a stage. Everything of it happens on the loop, which is what the box makes sure of.
final class RuntimeDoor: EventDoor {
    /// Seconds that the edge holds what it cannot decide.
    private static let patience = 10.0

    private struct Place {
        var runtime: CallRuntime?
        var gate = ProcessGate()
        /// What the process has and has not answered, by number.
        var open: [Int: @Sendable (Int?) -> Void] = [:]
        var last = 0
    }

    private let loop: VirtualLoop
    private let time: VirtualTime
    private let troubles: MachineTroubles
    private let delays: NetworkDelays
    private let place: NIOLoopBoundBox<Place>

    init(loop: VirtualLoop, troubles: MachineTroubles, delays: NetworkDelays) {
        (self.loop, time, self.troubles, self.delays) = (loop, loop.time, troubles, delays)
        place = NIOLoopBoundBox(Place(), eventLoop: loop)
    }

    /// A process begins to listen, or is gone: then its connections are cut.
    func serve(_ process: CallRuntime?, gate: ProcessGate) {
        place.value.runtime = process
        place.value.gate = gate
        guard process == nil else { return }
        let cut = place.value.open.sorted { $0.key < $1.key }.map(\.value)
        place.value.open = [:]
        for answer in cut { answer(nil) }
    }

    func take(_ attempt: DeliveryAttempt, answer: @escaping @Sendable (Int?) -> Void) {
        take(
            DoorArrival(address: attempt.address, body: attempt.body, isGrid: attempt.subscription != nil), answer)
    }

    func take(_ message: StreamMessage, to address: String, answer: @escaping @Sendable (Int?) -> Void) {
        take(DoorArrival(address: address, body: message.json.encoded, isGrid: false), answer)
    }

    /// An event was sent here.
    /// - Parameter answer: is given the status, or nil when nobody is there.
    func take(_ arrival: DoorArrival, _ answer: @escaping @Sendable (Int?) -> Void) {
        time.plan(after: delays.event) { self.arrive(arrival, answer) }
    }

    private func arrive(_ arrival: DoorArrival, _ answer: @escaping @Sendable (Int?) -> Void) {
        let gate = place.value.gate
        guard let process = place.value.runtime, gate.comes(to: .event) else { return answer(nil) }
        place.value.last += 1
        let number = place.value.last
        place.value.open[number] = answer
        // The edge gives up as well when there is no outcome at all.
        time.plan(after: Self.patience) { [self] in place.value.open.removeValue(forKey: number)?(504) }
        troubles.whenWorks(.process) { [self] in
            guard gate.isAlive else { return }
            hand(arrival, to: process, of: gate, number)
        }
    }

    private func hand(_ arrival: DoorArrival, to process: CallRuntime, of gate: ProcessGate, _ number: Int) {
        hand(arrival, to: process, until: time.now() + Self.patience) { [self] outcome in
            // A process that was killed meanwhile has cut the connection.
            guard gate.isAlive, let answer = place.value.open.removeValue(forKey: number) else { return }
            answer(outcome.answer.status)
            _ = gate.comes(to: .accepted)
        }
    }

    private func hand(
        _ arrival: DoorArrival, to process: CallRuntime, until limit: Double,
        _ told: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let done: @Sendable (DeliveryOutcome) -> Void = { [self] outcome in
            guard case .busy = outcome, time.now() < limit else { return told(outcome) }
            time.plan(after: 0.05) { self.hand(arrival, to: process, until: limit, told) }
        }
        if arrival.isStream { return told(Self.streamed(arrival, to: process)) }
        do throws(WebhookFault) {
            guard arrival.isGrid else {
                let events = try CloudEventDecoder.decode(body: arrival.body, headers: Self.json)
                let parts = arrival.address.split(separator: "/").suffix(3).map(String.init)
                guard parts.count == 3 else { return told(.wrongToken) }
                return process.callback(
                    session: parts[0], operation: parts[1], token: parts[2], events: events, completion: done)
            }
            let decoded = try EventGridDecoder.decode(body: arrival.body, headers: Self.json)
            guard case .events(let events) = decoded, !events.isEmpty else { return told(.accepted) }
            let waiting = Countdown(events.count, done)
            for event in events { process.incoming(event, near: loop) { waiting.one($0) } }
        } catch {
            told(.invalid(error.description))
        }
    }

    /// What a message of a stream comes to: at once, since nobody is told whether it is safe.
    private static func streamed(_ arrival: DoorArrival, to process: CallRuntime) -> DeliveryOutcome {
        let path = arrival.address.prefix { $0 != "?" }
        let parts = path.split(separator: "/").suffix(3).map(String.init)
        guard parts.count == 3,
            let address = process.addresses.checkStream(session: parts[0], operation: parts[1], token: parts[2])
        else { return .wrongToken }
        do throws(StreamFault) {
            let message = try StreamMessage(parsing: arrival.body)
            if let event = message.event {
                process.streamed(
                    StreamInput(
                        name: event.name, data: event.data.encoded, speaker: message.speaker, isGuess: message.isGuess),
                    at: address)
            }
            return .accepted
        } catch {
            return .invalid(error.description)
        }
    }

    private static func json(_ header: String) -> String? {
        header.lowercased() == "content-type" ? "application/json" : nil
    }
}
