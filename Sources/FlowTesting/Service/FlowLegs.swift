import CallEmulator
import CallJournal
import CallModel

/// What flows did in their calls, read from the journals of their sessions as they grow.
struct FlowLegs {
    private struct Request {
        var action: String
        var leg: Int
        var body: JSONValue
        var text = ""
        var isAnswered = false
    }

    /// How far one session is read.
    private struct Reading {
        var next = 0
        var requests: [OperationID: Request] = [:]
        /// Legs by what opened them, by their connections, and by their offers.
        var openings: [OperationID: Int] = [:]
        var connections: [String: Int] = [:]
        var offers: [String: Int] = [:]
        /// Whom invitations are for.
        var invitations: [String: Set<String>] = [:]
    }

    /// Oldest first.
    var legs: [FlowLeg] = []
    private var readings: [SessionID: Reading] = [:]

    /// Reads what is new of a session.
    mutating func read(_ session: SessionID, _ records: [JournalRecord]) {
        var reading = readings[session] ?? Reading()
        for record in records.dropFirst(reading.next) {
            switch record.body {
            case .event(let event): take(event, at: record.at, of: session, &reading)
            case .request(let request): take(request, at: record.at, of: session, &reading)
            case .response(let response): take(response, at: record.at, &reading)
            default: break
            }
        }
        reading.next = records.count
        readings[session] = reading
    }

    /// What is new of a leg, once.
    mutating func takeNotes(of leg: Int) -> [FlowLeg.Note] {
        defer { legs[leg].notes = [] }
        return legs[leg].notes
    }

    // MARK: - Requests

    private mutating func take(
        _ request: RequestRecord, at time: Double, of session: SessionID, _ reading: inout Reading
    ) {
        // What is done again is still one request.
        guard reading.requests[request.op] == nil else { return }
        let body = (try? JSONValue(parsing: request.request.body)) ?? .null
        guard let leg = leg(of: request, body, at: time, of: session, &reading) else { return }
        reading.requests[request.op] = Request(
            action: request.action, leg: leg, body: body, text: FlowWords.text(of: body))
        switch ActionKind(rawValue: request.action) {
        case .hangUp:
            legs[leg].hungUp = legs[leg].hungUp ?? time
            let isForEveryone = request.request.path.contains(":terminate")
            reading.requests[request.op]?.text =
                isForEveryone ? "the application ended the call for everyone" : "the application hung up"
        case .addParticipant:
            let invited = FlowWords.people(body, "participantToAdd").map(\.spoken)
            legs[leg].invited.formUnion(invited)
            legs[leg].uninvited.subtract(invited)
            legs[leg].parties.formUnion(invited)
        default: break
        }
    }

    /// The leg that a request is about; one that begins with it is made.
    private mutating func leg(
        of request: RequestRecord, _ body: JSONValue, at time: Double, of session: SessionID, _ reading: inout Reading
    ) -> Int? {
        switch ActionKind(rawValue: request.action) {
        case .createCall:
            let targets = Set(FlowWords.people(body, "targets").map(\.spoken))
            return open(FlowLeg(session: session, begun: time, parties: targets), by: request.op, &reading)
        case .connectCall:
            var leg = FlowLeg(session: session, begun: time, parties: [])
            leg.serverCallID = body["callLocator"]?["serverCallId"]?.stringValue
            return open(leg, by: request.op, &reading)
        case .answer, .reject, .redirect:
            let leg = body["incomingCallContext"]?.stringValue.flatMap { reading.offers[$0] }
            if let leg { reading.openings[request.op] = leg }
            return leg
        default:
            return WirePath.connection(in: request.request.path).flatMap { reading.connections[$0] }
        }
    }

    private mutating func open(_ leg: FlowLeg, by op: OperationID, _ reading: inout Reading) -> Int {
        legs.append(leg)
        reading.openings[op] = legs.count - 1
        return legs.count - 1
    }

    // MARK: - Answers

    private mutating func take(_ response: ResponseRecord, at time: Double, _ reading: inout Reading) {
        guard let request = reading.requests[response.op], !request.isAnswered,
            case .answered(let status, let bytes) = response.result, (200..<300).contains(status)
        else { return }
        reading.requests[response.op]?.isAnswered = true
        if reading.openings[response.op] != nil, let body = try? JSONValue(parsing: bytes) {
            identify(
                request.leg, body["callConnectionId"]?.stringValue, body["correlationId"]?.stringValue,
                body["serverCallId"]?.stringValue, &reading)
        }
        let invited = FlowWords.people(request.body, "participantToAdd").map(\.spoken)
        if !invited.isEmpty, let id = (try? JSONValue(parsing: bytes))?["invitationId"]?.stringValue {
            reading.invitations[id] = Set(invited)
        }
        func note(_ kind: TimelineEntry.Kind, _ text: String, _ details: JSONObject = [:]) {
            legs[request.leg].notes.append(.init(at: time, kind: kind, text: text, details: details))
        }
        switch ActionKind(rawValue: request.action) {
        case .createCall:
            note(.callCreated, "the application calls \(FlowWords.list(request.body, "targets"))")
        case .answer: note(.answered, "the application answered")
        case .reject:
            (legs[request.leg].isRejected, legs[request.leg].isOver) = (true, true)
            note(.rejected, "the application rejected the call")
        case .redirect:
            (legs[request.leg].isRedirected, legs[request.leg].isOver) = (true, true)
            note(.redirected, "the application redirected the call to \(FlowWords.list(request.body, "target"))")
        case .hangUp: note(.hungUp, request.text, ["by": "application"])
        case .transfer: note(.transferStarted, "to \(FlowWords.list(request.body, "targetParticipant"))")
        case .play:
            let heardBy = FlowWords.people(request.body, "playTo").map { JSONValue.string($0.rawID) }
            note(
                .playStarted, request.text,
                [
                    "loop": request.body["playOptions"]?["loop"],
                    "to": heardBy.isEmpty ? nil : .array(heardBy),
                ])
        case .recognize:
            let target = request.body["recognizeOptions"].flatMap { FlowWords.people($0, "targetParticipant").first }
            if let target { legs[request.leg].listening[response.op] = target.rawID }
            note(.recognizeStarted, request.text, ["to": target.map { .array([.string($0.rawID)]) }])
        default: break
        }
    }

    private mutating func identify(
        _ leg: Int, _ connection: String?, _ correlationID: String?, _ serverCallID: String?, _ reading: inout Reading
    ) {
        if let connection {
            legs[leg].connection = connection
            reading.connections[connection] = leg
        }
        legs[leg].correlationID = correlationID ?? legs[leg].correlationID
        legs[leg].serverCallID = serverCallID ?? legs[leg].serverCallID
    }

    // MARK: - Events

    private mutating func take(
        _ record: EventRecord, at time: Double, of session: SessionID, _ reading: inout Reading
    ) {
        let event = record.event
        if event.name == "IncomingCall", let offer = try? IncomingCall(data: event.data) {
            var leg = FlowLeg(session: session, begun: time, parties: [offer.from.spoken])
            (leg.correlationID, leg.serverCallID) = (offer.correlationID, offer.serverCallID)
            legs.append(leg)
            reading.offers[offer.incomingCallContext] = legs.count - 1
            return
        }
        guard let leg = record.leg.flatMap({ reading.openings[$0] }) else { return }
        let keys = event.scannedKeys()
        identify(leg, keys.callConnectionID, keys.correlationID, keys.serverCallID, &reading)
        let op = keys.operationContext.flatMap { OperationContext(wire: $0)?.operation }
        if let op, FlowWords.endsListening.contains(event.name) { legs[leg].listening[op] = nil }
        let data = (try? event.parsedData()) ?? .null
        switch event.name {
        case "CallTransferAccepted": legs[leg].isTransferred = true
        case "CallDisconnected", "CreateCallFailed", "AnswerFailed", "ConnectFailed":
            (legs[leg].isOver, legs[leg].listening) = (true, [:])
        case "RemoveParticipantSucceeded":
            legs[leg].removed.formUnion(FlowWords.people(data, "participant").map(\.spoken))
        case "AddParticipantFailed":
            legs[leg].uninvited.formUnion(FlowWords.people(data, "participant").map(\.spoken))
        case "CancelAddParticipantSucceeded":
            let invitation = data["invitationId"]?.stringValue ?? ""
            legs[leg].uninvited.formUnion(reading.invitations[invitation] ?? [])
        default: break
        }
        guard let kind = FlowWords.kinds[event.name] else { return }
        let words = op.flatMap { reading.requests[$0]?.text } ?? ""
        legs[leg].notes.append(.init(at: time, kind: kind, text: FlowWords.text(of: event.name, data, words)))
    }
}
