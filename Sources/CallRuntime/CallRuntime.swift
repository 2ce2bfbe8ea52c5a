import CallJournal
import CallModel
import FlowEngine
import Logging
import NIOConcurrencyHelpers
import NIOCore

/// The runtime: finds the flow of each call, the shard of each session, and keeps the generations.
///
/// Its methods may be called from any event loop; completions are called on the loop of the shard concerned.
public final class CallRuntime: Sendable {
    /// One per event loop.
    public let shards: [Shard]
    /// What new sessions run on.
    public let generations: GenerationKeeper
    /// Where the service sends the events of calls.
    public let addresses: CallbackAddresses
    /// What happened.
    public let journal: any CallJournal
    let parts: ShardParts
    /// Whether it is on its way to its end: nothing new is taken.
    let isDraining = NIOLockedValueBox(false)

    /// A runtime over its parts. Nothing happens until a generation is loaded and something is delivered.
    /// - Parameters:
    ///   - web: the way of flows to the web.
    ///   - readingExecutor: where what waits for the store runs; nil leaves it to the system's threads.
    public init(
        loops: [any EventLoop], journal: any CallJournal, sender: any CallActionSender,
        files: any RecordingFileKeeper = NoRecordingFiles(), addresses: CallbackAddresses,
        web: any WebSender = NoWeb(), environment: FlowEnvironment = FlowEnvironment(),
        clock: any RuntimeClock = SystemClock(), random: any RandomSource = SystemRandom(),
        settings: RuntimeSettings = RuntimeSettings(), readingExecutor: (any TaskExecutor)? = nil, logger: Logger
    ) {
        let context = SessionContext(
            prepare: { try sender.prepare($0, callConnectionID: $1, apiVersion: $2) },
            callbackAddress: { addresses.address($0, $1) },
            streamAddress: { addresses.streamAddress($0, $1, audio: $2) })
        let generations = GenerationKeeper(environment: environment, archive: journal)
        let parts = ShardParts(
            journal: journal, sender: sender, web: web, files: files, clock: clock, random: random,
            context: context,
            shardCount: loops.count, generation: { try await Self.generation($0, environment: $1, of: generations) },
            settings: settings, readingExecutor: readingExecutor, logger: logger)
        self.parts = parts
        self.addresses = addresses
        self.journal = journal
        self.generations = generations
        shards = loops.enumerated().map { Shard(index: $0.offset, loop: $0.element, parts: parts) }
        parts.door.belongs(to: self)
    }

    /// The generation that a session was begun with. What the store may do later is told as its own fault.
    private static func generation(
        _ id: String, environment: String, of keeper: GenerationKeeper
    ) async throws -> FlowGeneration {
        do throws(GenerationFault) {
            return try await keeper.generation(id: id, environmentHash: environment)
        } catch .store(let fault) {
            throw fault
        }
    }

    /// The lines of each caller ID that makes calls to phones.
    public var lines: [OutboundLines.View] { parts.lines.view }

    /// The same, with the sessions that have them and those that wait.
    public var lineHolders: [OutboundLines.Holders] { parts.lines.holders }

    /// The shard that a session lives on.
    public func shard(of session: SessionID) -> Shard { shards[Int(session.partition) % shards.count] }

    // MARK: - Beginnings

    /// An event of Event Grid: an incoming call goes to the one hook that owns it, any other to the sessions that are in
    /// its call; a `CallStarted` also begins a session of each flow with a hook for it.
    /// - Parameter near: the caller's event loop; the new session lives there if it has a shard.
    public func incoming(
        _ event: CallEvent, near: (any EventLoop)? = nil,
        completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard event.name == "IncomingCall" else { return told(of: event, near: near, completion: completion) }
        let arrived = parts.clock.now()
        guard let data = try? event.parsedData(), let token = data["incomingCallContext"]?.stringValue, !token.isEmpty
        else { return completion(.invalid("data of the IncomingCall event has no incomingCallContext")) }
        if let time = EventTime.seconds(event.time), arrived - time > parts.settings.staleOffer {
            parts.logger.warning("an old incoming call starts nothing", metadata: ["event": "\(event.id)"])
            return completion(.stale)
        }
        let recipient = data["to"].flatMap { CommunicationIdentifier(json: $0) }
        let key = "grid:" + event.id
        guard let generation = generations.generation(forIntakeKey: key, called: recipient?.phoneNumber) else {
            return completion(.busy("no flows are loaded yet"))
        }
        let id = newSession(near: near)
        shard(of: id).hop { [self] shard in
            guard let owner = shard.owner(of: data, in: generation) else {
                let to = recipient?.redacted ?? "?"
                parts.logger.warning("no flow wants an incoming call; it rings on", metadata: ["to": "\(to)"])
                return completion(.unclaimed)
            }
            let call = "call:\(data["correlationId"]?.stringValue ?? event.id)|\(recipient?.rawID ?? "")"
            let begin = beginning(.incomingCall(hook: owner.hook), key: key, flow: owner.flow, generation)
            let record = EventRecord(leg: nil, event: event, arrived: arrived, via: .grid)
            shard.begin(
                id, begin, offerClaim: call, event: record, data: data, generation: generation
            ) { completion($1) }
        }
    }

    private func told(
        of event: CallEvent, near: (any EventLoop)?, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let recording = RecordingFiles.recordingID(ofSubject: event.subject).map(SessionMachine.callName)
        guard let data = try? event.parsedData(), let call = recording ?? data["serverCallId"]?.stringValue else {
            return completion(.accepted)
        }
        // Whose answer was lost cannot name its recording yet, but is in the call.
        let recorded = recording == nil ? nil : RecordingFiles.serverCallID(ofSubject: event.subject)
        let record = EventRecord(leg: nil, event: event, arrived: parts.clock.now(), via: .grid)
        let waiting = Countdown(shards.count + 1, completion)
        for shard in shards {
            shard.hop { $0.deliver(record, toCall: call, else: recorded) { waiting.one($0) } }
        }
        begin(with: record, data, call: call, near: near) { waiting.one($0) }
    }

    /// Begins a session of each flow that has a hook for the start of other people's calls. A flow that is in the call
    /// already has been told there; and its own calls to users of the service shall not make it begin for ever.
    private func begin(
        with record: EventRecord, _ data: JSONValue, call: String, near: (any EventLoop)?,
        completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard record.event.name == "CallStarted",
            let generation = generations.generation(forIntakeKey: "grid:" + record.event.id, called: nil)
        else {
            return completion(.accepted)
        }
        let names = [call] + [data["correlationId"]?.stringValue].compactMap { $0 }
        let found = NIOLockedValueBox((flows: Set<String>(), left: shards.count))
        for shard in shards {
            shard.hop { [self] shard in
                let here = shard.flows(inCall: names)
                let (taken, isLast) = found.withLockedValue { found in
                    found.flows.formUnion(here)
                    found.left -= 1
                    return (found.flows, found.left == 0)
                }
                guard isLast else { return }
                begin(with: record, data, but: taken, generation, near: near, completion: completion)
            }
        }
    }

    private func begin(
        with record: EventRecord, _ data: JSONValue, but taken: Set<String>, _ generation: FlowGeneration,
        near: (any EventLoop)?, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        shard(of: newSession(near: near)).hop { [self] shard in
            let flows = shard.flows(beginningWith: record.event, data, in: generation).filter { !taken.contains($0) }
            guard !flows.isEmpty else { return completion(.accepted) }
            let waiting = Countdown(flows.count, completion)
            for flow in flows {
                let key = "grid:\(record.event.id)|\(flow)"
                let begin = beginning(.gridEvent, key: key, flow: flow, generation)
                let id = newSession(near: shard.loop)
                self.shard(of: id).hop {
                    $0.begin(id, begin, event: record, data: data, generation: generation) { waiting.one($1) }
                }
            }
        }
    }

    private func beginning(
        _ cause: BeginRecord.Cause, key: String, flow: String, _ generation: FlowGeneration
    ) -> BeginRecord {
        BeginRecord(
            intakeKey: key, cause: cause, flow: flow, generation: generation.id, level: generation.level,
            luaRelease: FlowLua.release, environment: generation.environmentHash, seed: parts.random.next())
    }

    /// Starts a session without a call: its `Launch` hooks get the parameters as `event.params`.
    /// - Parameters:
    ///   - key: launching a flow twice with one key starts one session.
    ///   - completion: is given the session; with `duplicate`, that of the first launch with the key.
    public func launch(
        flow: String, parameters: JSONValue, key: String? = nil,
        completion: @escaping @Sendable (SessionID, DeliveryOutcome) -> Void
    ) {
        let id = newSession(near: nil)
        let intakeKey = "launch:\(flow)/\(key ?? parts.random.uuid())"
        let chosen = generations.generation(forIntakeKey: intakeKey, called: nil)
        guard let generation = chosen, let definition = generation.flows[flow] else {
            return completion(id, .failed("there is no flow '\(flow)'"))
        }
        guard definition.hooks.contains(where: { $0.event == "Launch" }) else {
            return completion(id, .failed("the flow '\(flow)' has no on(\"Launch\", …)"))
        }
        let begin = beginning(.launch, key: intakeKey, flow: flow, generation)
        // Apart from our own fields, so that a parameter may be called `name` or `id`.
        let payload: JSONValue = ["params": parameters, "session": .string(id.text)]
        let record = EventRecord(
            leg: nil, event: CallEvent(id: intakeKey, name: "Launch", source: "launch", data: payload.encoded),
            arrived: parts.clock.now(), via: .launch)
        shard(of: id).hop { shard in
            shard.begin(id, begin, event: record, generation: generation) { session, outcome in
                // After what the session does first: who launches one after another gets lines in that order.
                shard.later { _ in completion(session, outcome) }
            }
        }
    }

    // MARK: - Inputs of running sessions

    /// Events at a callback address. The token has to fit before anything else happens.
    public func callback(
        session text: String, operation: String, token: String, events: [CallEvent],
        completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        guard let address = addresses.check(session: text, operation: operation, token: token) else {
            return completion(.wrongToken)
        }
        callback(at: address, events: events, completion: completion)
    }

    /// Events at a callback address that has been checked.
    public func callback(
        at address: CallbackAddress, events: [CallEvent], completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let arrived = parts.clock.now()
        let records = events.map {
            EventRecord(leg: address.operation, event: $0, arrived: arrived, via: .callback)
        }
        shard(of: address.session).hop { $0.deliver(records, to: address.session, completion: completion) }
    }

    /// Wakes a session: its `Signal` hooks and waits get name and data.
    /// - Parameter key: a signal whose key the session has had before is a duplicate; nil makes it a new one.
    public func signal(
        _ id: SessionID, name: String, data: JSONValue, key: String? = nil,
        completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let payload: JSONValue = ["signal": .string(name), "data": data]
        let event = CallEvent(
            id: "signal:" + (key ?? parts.random.uuid()), name: "Signal", source: "signal", data: payload.encoded)
        let record = EventRecord(leg: nil, event: event, arrived: parts.clock.now(), via: .signal)
        shard(of: id).hop { $0.deliver([record], to: id, completion: completion) }
    }

    /// Ends a session: its flow stops, its calls are hung up.
    public func stop(
        _ id: SessionID, who: String, reason: String, completion: @escaping @Sendable (DeliveryOutcome) -> Void
    ) {
        let record = OperatorRecord(who: who, command: "stop", arguments: reason)
        shard(of: id).hop { $0.command(record, to: id, completion: completion) }
    }

    /// How many sessions are open.
    public func openSessions() async -> Int {
        var count = 0
        for shard in shards { count += await shard.openSessions }
        return count
    }

    /// How many of them are in memory.
    public func sessionsInMemory() async -> Int {
        var count = 0
        for shard in shards { count += await shard.liveSessions }
        return count
    }

    /// A session that is open; nil when it has ended or never was.
    public func view(of id: SessionID) async -> SessionView? { await shard(of: id).view(of: id) }

    /// Where the tasks of a session wait in its flow, such as `reception/main.lua:12`; empty when it has ended or is not
    /// in memory. To be asked on the loop of its shard.
    public func waitingPlaces(of id: SessionID) -> [String] { shard(of: id).enter { $0.waitingPlaces(of: id) } }

    /// A new name, on the shard of `loop` if there is one.
    private func newSession(near loop: (any EventLoop)?) -> SessionID {
        let random = (parts.random.next(), UInt32(truncatingIfNeeded: parts.random.next()))
        var partition = UInt8(truncatingIfNeeded: parts.random.next())
        if let loop, let index = shards.firstIndex(where: { $0.loop === loop }) {
            let turn = Int(partition) / shards.count
            let wanted = turn * shards.count + index
            partition = UInt8(wanted > 255 ? index : wanted)
        }
        return SessionID(partition: partition, random: random)
    }
}
