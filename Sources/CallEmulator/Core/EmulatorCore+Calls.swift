import CallModel
import Foundation

extension EmulatorCore {
    /// A new call rings: the application is told, and has `ringLimit` seconds.
    mutating func offerCall(
        from caller: CommunicationIdentifier, to callee: CommunicationIdentifier, displayName: String,
        customContext: JSONValue?, script: PhoneScript
    ) -> String {
        let id = makeID()
        var call = Call(
            id: id, correlationID: makeID(),
            serverCallID: Data("https://emulator.invalid/conv/\(id)".utf8).base64EncodedString(), caller: caller,
            callee: callee, displayName: displayName, dialedAt: now, customContext: customContext, script: script)
        let offer = Self.offerToken(call)
        call.offer = offer
        call.ringAlarm = set(.ringTimeout(call: id), after: configuration.ringLimit)
        if let seconds = script.hangUpAfter { call.hangUpAlarm = set(.scriptedHangUp(call: id), after: seconds) }
        calls[id] = call
        callOrder.append(id)
        offers[offer] = id
        note(
            .incomingCall, "\(caller.spoken) calls \(callee.spoken)",
            ["from": .string(caller.rawID), "to": .string(callee.rawID)], call: id)
        publishIncomingCall(id)
        forgetOldCalls()
        return id
    }

    /// The application takes the offer; the media come a moment later.
    mutating func answer(_ id: String, _ connection: CallConnection) {
        closeOffer(id)
        calls[id]?.connection = connection
        calls[id]?.state = .connecting
        connections[connection.id] = id
        note(.answered, "the application answered", ["call_connection_id": .string(connection.id)], call: id)
        _ = set(.connect(call: id), after: configuration.connectDelay)
    }

    /// The media of an answered call are up.
    mutating func connect(_ id: String) {
        guard let call = calls[id], call.state == .connecting else { return }
        calls[id]?.state = .connected
        note(.connected, "connected", call: id)
        emit("CallConnected", call: id, context: call.connection?.operationContext)
        emitParticipants(call: id)
        watchForIdleness(id)
    }

    /// The application declines the offer.
    mutating func reject(_ id: String, reason: RejectAction.Reason) {
        let result = calls[id]?.caller.result(of: reason) ?? .done
        note(
            .rejected, "the application rejected the call, the caller sees \(result.code)",
            ["reason": .string(reason.rawValue), "code": .integer(Int64(result.code))], call: id)
        finish(id, CallOutcome(word: .rejected, result: result))
    }

    mutating func ringTimedOut(_ id: String) {
        guard let call = calls[id], call.state == .ringing else { return }
        note(.notAnswered, "nobody answered in time", call: id)
        finish(id, CallOutcome(word: .notAnswered, result: call.caller.result(.noAnswer)))
    }

    /// The caller puts the phone down, in whatever state the call is.
    mutating func callerHangsUp(_ id: String) {
        guard let call = calls[id], call.state != .ended else { return }
        note(.hungUp, "the caller hung up", ["by": "caller"], call: id)
        if call.state == .ringing {
            finish(id, CallOutcome(word: .cancelled, result: call.caller.result(.cancelled)))
        } else {
            disconnect(id, .callerHungUp)
        }
    }

    /// The application leaves or ends the call; in a call of two both are the end.
    mutating func applicationHangsUp(_ id: String, forEveryone: Bool) {
        let text = forEveryone ? "the application ended the call for everyone" : "the application hung up"
        note(.hungUp, text, ["by": "application", "for_everyone": .bool(forEveryone)], call: id)
        disconnect(id, .applicationHungUp)
    }

    /// Ends a call that has a connection: first the outcomes of what was running, CallDisconnected last.
    mutating func disconnect(_ id: String, _ word: CallOutcome.Word) {
        guard let call = calls[id], let connection = call.connection else { return }
        cancelMedia(id, callEnds: true)
        if let transfer = connection.transfer, word != .transferred {
            deadlines.cancel(transfer.alarm)
            failTransfer(id, transfer, transfer.target.result(.cancelled))
        }
        emit(
            "CallDisconnected", call: id, result: .conversationEnded, context: connection.operationContext)
        if word != .transferred { note(.disconnected, "the call is over", call: id) }
        connections[connection.id] = nil
        finish(id, CallOutcome(word: word, result: .conversationEnded))
    }

    private mutating func finish(_ id: String, _ outcome: CallOutcome) {
        closeOffer(id)
        guard let call = calls[id] else { return }
        deadlines.cancel(call.hangUpAlarm)
        deadlines.cancel(call.idleAlarm)
        calls[id]?.state = .ended
        calls[id]?.outcome = outcome
        if phones[call.caller.rawID]?.callID == id { phones[call.caller.rawID]?.callID = nil }
    }

    private mutating func closeOffer(_ id: String) {
        guard let call = calls[id], let offer = call.offer else { return }
        offers[offer] = nil
        deadlines.cancel(call.ringAlarm)
        calls[id]?.offer = nil
    }

    /// Starts to wait for the phone to lose patience, when its script says so and nothing is going on.
    mutating func watchForIdleness(_ id: String) {
        guard let call = calls[id], call.script.hangsUpWhenIdle else { return }
        deadlines.cancel(call.idleAlarm)
        let isIdle = call.state == .connected && call.connection?.media.current == nil
        let alarm = isIdle ? set(.idle(call: id), after: configuration.idleSeconds) : nil
        calls[id]?.idleAlarm = alarm
    }

    private mutating func forgetOldCalls() {
        guard callOrder.count > configuration.keptCalls + 100 else { return }
        let old = callOrder.prefix(callOrder.count - configuration.keptCalls).filter { calls[$0]?.state == .ended }
        for id in old { calls[id] = nil }
        callOrder.removeAll { calls[$0] == nil }
    }

    /// Looks like the real one: a token without a signature. Opaque to applications.
    private static func offerToken(_ call: Call) -> String {
        let head: JSONValue = ["alg": "none", "typ": "JWT"]
        let body: JSONValue = [
            "iss": "hookswitch-emulator", "cc": .string(call.id), "correlationId": .string(call.correlationID),
        ]
        func part(_ json: JSONValue) -> String {
            Data(json.encoded).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        }
        return "\(part(head)).\(part(body))."
    }
}
