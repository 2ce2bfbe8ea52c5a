import CallJournal
import CallModel
import Foundation

/// Finds words for records, one after the other, with what earlier ones said.
struct TimelineWords {
    /// What is known of an operation.
    private struct Known {
        var name: String
        /// When the request was recorded, first left, and left for the last time.
        var decided: Double
        var firstSent: Double?
        var lastSent: Double?
        /// Whether a request was recorded that has not left.
        var isFresh = true
    }

    let isFull: Bool
    private var operations: [OperationID: Known] = [:]
    private var legs: [OperationID: Int] = [:]
    private var connected: [OperationID: Double] = [:]
    private var began = 0.0

    init(isFull: Bool) { self.isFull = isFull }

    /// What a record says, and how long what it ends took.
    /// - Parameter next: the record behind it.
    mutating func line(_ record: JournalRecord, next: JournalRecord?) -> (text: String, took: Double?) {
        let at = record.at
        switch record.body {
        case .begin(let begin):
            began = at
            return (Self.beginning(begin), nil)
        case .event(let record): return (event(record), took(record, at: at))
        case .response(let response): return ("\(name(response.op)): \(result(response))", took(response, at: at))
        case .timer(let timer): return ("timer \(timer.number)", nil)
        case .resume(let resume): return (Self.resuming(resume, at: at), nil)
        case .operatorCommand(let command): return (Self.command(command), nil)
        case .request(let request): return (self.request(request, at: at, next: next), nil)
        case .sent(let sent): return (self.sent(sent, at: at), nil)
        case .restart(let restart): return (restart.handler, nil)
        case .end(let end): return (end.way.rawValue + (end.report.isEmpty ? "" : ": " + end.report), at - began)
        }
    }

    // MARK: - Outputs

    private mutating func request(_ request: RequestRecord, at: Double, next: JournalRecord?) -> String {
        let place = request.leg > 0 ? " on call \(request.leg)" : ""
        operations[request.op] =
            operations[request.op].map { known in
                var known = known
                known.isFresh = true
                return known
            } ?? Known(name: request.action + place, decided: at)
        legs[request.op] = request.leg
        if let text = Self.ownRequest(request) { return "\(name(request.op)): \(text)" }
        let path = String(request.request.path.prefix { $0 != "?" })
        let whom = Self.whom(request.request).map { ", " + $0 }.joined()
        var text = "\(name(request.op)): \(request.request.method) \(path.removingPercentEncoding ?? path)\(whom)"
        guard request.action == ActionKind.createCall.rawValue else { return text }
        // Whatever may leave does so in the same slice; only a call to a phone waits, for a line of its caller ID.
        if case .sent(let sent)? = next?.body, sent.op == request.op { return text }
        text += "; waits for a line of the caller ID"
        return text
    }

    /// What a flow asks of the web or of the store: where, and never what goes along.
    private static func ownRequest(_ request: RequestRecord) -> String? {
        switch request.action {
        case "http": WebRequest.shown(request.request)
        case "store": "\(request.request.method.lowercased()) \(request.request.path)"
        default: nil
        }
    }

    private mutating func sent(_ sent: SentRecord, at: Double) -> String {
        let isRepeat = operations[sent.op]?.isFresh == false
        operations[sent.op]?.isFresh = false
        operations[sent.op]?.lastSent = at
        if operations[sent.op]?.firstSent == nil { operations[sent.op]?.firstSent = at }
        return "\(name(sent.op)), attempt \(sent.attempt)" + (isRepeat ? ": sent once more" : "")
    }

    /// Whom a request is about, as its body says.
    private static func whom(_ request: PreparedRequest) -> [String] {
        guard !request.body.isEmpty, let body = try? JSONValue(parsing: request.body) else { return [] }
        let names = [
            "targets", "target", "targetParticipant", "targetParticipants", "participantToAdd", "participantToRemove",
        ]
        return names.compactMap { body[$0] }.flatMap { $0.arrayValue ?? [$0] }
            .compactMap { CommunicationIdentifier(json: $0)?.rawID }
    }

    private func name(_ op: OperationID) -> String { "\(op) \(operations[op]?.name ?? "operation")" }

    // MARK: - Inputs

    private static func beginning(_ begin: BeginRecord) -> String {
        let cause =
            switch begin.cause {
            case .incomingCall: "incoming call"
            case .launch: "launched"
            case .gridEvent: "a call elsewhere"
            }
        return "\(cause), flow \(begin.flow), generation \(begin.generation.prefix(10))"
    }

    private static func resuming(_ resume: ResumeRecord, at: Double) -> String {
        let down = seconds(max(0, at - resume.downSince))
        let grace = seconds(max(0, resume.graceUntil - at))
        return "taken up by \(resume.node), process \(resume.epoch) of the store; was down for \(down), "
            + "time limits wait \(grace)"
    }

    private static func command(_ command: OperatorRecord) -> String {
        if let stop = command.stop { return "the flow was stopped: \(stop.report)" }
        return "\(command.who): \(command.command)" + (command.arguments.isEmpty ? "" : ", \(command.arguments)")
    }

    private func took(_ record: ResponseRecord, at: Double) -> Double? {
        guard let known = operations[record.op] else { return nil }
        return at - (record.attempt == 0 ? known.decided : known.lastSent ?? known.decided)
    }

    private func result(_ record: ResponseRecord) -> String {
        switch record.result {
        case .answered where record.attempt == 0: return "a line of the caller ID is free"
        // Any status is a result, and bodies are not told.
        case .answered(let status, _) where operations[record.op]?.name == "http": return "\(status)"
        case .answered(let status, let body) where status >= 400:
            let error = ActionFailure(status: status, body: body)
            return "\(status)\(error.subCode.map { " / \($0)" } ?? "") \(error.message)"
        case .answered(let status, _): return "\(status)"
        case .fault(let fault): return "\(fault.reason?.rawValue ?? fault.kind.rawValue), \(fault.message)"
        }
    }

    private mutating func took(_ record: EventRecord, at: Double) -> Double? {
        guard let leg = record.leg else { return nil }
        switch record.event.name {
        case "CallConnected" where connected[leg] == nil: connected[leg] = at
        case "CallDisconnected": return connected[leg].map { at - $0 }
        default: break
        }
        guard let context = record.event.scannedKeys().operationContext.flatMap({ OperationContext(wire: $0) }),
            let sent = operations[context.operation]?.firstSent
        else { return nil }
        return at - sent
    }

    private func event(_ record: EventRecord) -> String {
        var text = record.event.name
        if let leg = record.leg.flatMap({ legs[$0] }) { text += " on call \(leg)" }
        if let data = try? record.event.parsedData() {
            if let result = ResultInformation(eventData: data), result.code != 0 {
                text += ", \(result.code) / \(result.subCode)"
            }
            if let list = data["participants"]?.arrayValue { text += ", \(list.count) in the call" }
            if let label = data["choiceResult"]?["label"]?.stringValue { text += ", choice \(label)" }
            if isFull, let heard = Self.heard(data) {
                let context = record.event.scannedKeys().operationContext.flatMap { OperationContext(wire: $0) }
                text += context?.isMasked == true ? ", masked" : ", \(heard)"
            }
        }
        if record.via == .asked { text += ", as the service says when asked" }
        return text + (record.isInert ? " (nothing took it)" : "")
    }

    /// What a recognition heard.
    private static func heard(_ data: JSONValue) -> String? {
        if let tones = data["dtmfResult"]?["tones"]?.arrayValue {
            return "tones " + tones.compactMap(\.stringValue).joined(separator: " ")
        }
        let words = data["speechResult"]?["speech"] ?? data["choiceResult"]?["recognizedPhrase"]
        return words?.stringValue.map { "“\($0)”" }
    }

    private static func seconds(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
