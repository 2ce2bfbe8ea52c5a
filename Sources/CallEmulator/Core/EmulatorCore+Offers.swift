import CallModel
import Foundation

/// Where an offer token leads.
enum OfferPlace: Sendable {
    case open(call: String, invitation: String)
    /// The application sent the call elsewhere: another answer has no effect (protocol reference, 17.2).
    case redirected(call: String)
}

extension EmulatorCore {
    /// A phone calls somebody: the application, or another phone.
    mutating func placeCall(
        from caller: CommunicationIdentifier, to callee: CommunicationIdentifier, displayName: String,
        customContext: JSONValue?
    ) -> String {
        let id = beginCall(.twoParty, from: caller, to: callee, displayName: displayName)
        calls[id]?.participants = [Participant(identifier: caller)]
        let invitation = Invitation(
            id: makeID(), target: callee, caller: caller, displayName: displayName, customContext: customContext,
            purpose: .dial, patience: configuration.ringLimit)
        invite(invitation, to: id)
        return id
    }

    /// A call without anybody in it yet.
    mutating func beginCall(
        _ kind: Call.Kind, from caller: CommunicationIdentifier, to callee: CommunicationIdentifier?,
        displayName: String = "", serverCallID: String? = nil
    ) -> String {
        let id = makeID()
        calls[id] = Call(
            id: id, correlationID: makeID(), serverCallID: serverCallID ?? Self.serverCallID(id), kind: kind,
            caller: caller, callee: callee, displayName: displayName, dialedAt: now)
        callOrder.append(id)
        forgetOldCalls()
        return id
    }

    /// The invitation that an open offer stands for.
    func offer(_ token: String) -> (call: String, invitation: Invitation)? {
        guard case .open(let call, let id) = offers[token],
            let invitation = calls[call]?.invitations.first(where: { $0.id == id })
        else { return nil }
        return (call, invitation)
    }

    /// The application takes an offer; the media come a moment later.
    mutating func answer(_ call: String, _ invitation: Invitation, _ leg: CallLeg) {
        _ = take(invitation, from: call)
        var leg = leg
        leg.accepts = invitation
        add(leg)
        note(.answered, "the application answered", ["call_connection_id": .string(leg.id)], call: call)
        _ = set(.connect(leg: leg.id), after: configuration.connectDelay)
    }

    /// The application declines an offer.
    mutating func reject(_ call: String, _ invitation: Invitation, reason: RejectAction.Reason) {
        // A caller on a phone hears its carrier; an application that called sees what the callee's kind gives.
        let viewer = if case .dial = invitation.purpose { invitation.caller } else { invitation.target }
        let result = viewer.result(of: reason)
        note(
            .rejected, "the application rejected the call, the caller sees \(result.code)",
            ["reason": .string(reason.rawValue), "code": .integer(Int64(result.code))], call: call)
        fail(invitation, of: call, result, .rejected)
    }

    /// The application sends a call elsewhere without taking it.
    mutating func redirect(_ call: String, _ invitation: Invitation, token: String, to target: CommunicationIdentifier)
    {
        guard var invitation = take(invitation, from: call) else { return }
        offers[token] = .redirected(call: call)
        note(
            .redirected, "the application redirected the call to \(target.spoken)",
            ["target": .string(target.rawID)], call: call)
        invitation.target = target
        invitation.isFirst = false
        invitation.patience = configuration.ringLimit
        invite(invitation, to: call)
    }

    private mutating func forgetOldCalls() {
        guard callOrder.count > configuration.keptCalls + 100 else { return }
        let old = Set(callOrder.prefix(callOrder.count - configuration.keptCalls).filter { calls[$0]?.outcome != nil })
        for id in old {
            for leg in calls[id]?.legIDs ?? [] where legs[leg]?.callID == id { legs[leg] = nil }
            calls[id] = nil
        }
        callOrder.removeAll { calls[$0] == nil }
        offers = offers.filter { place in
            if case .redirected(let call) = place.value { return !old.contains(call) }
            return true
        }
    }

    private static func serverCallID(_ id: String) -> String {
        Data("https://emulator.invalid/conv/\(id)".utf8).base64EncodedString()
    }

    /// Looks like the real one: a token without a signature. Opaque to applications.
    func offerToken(_ invitation: Invitation, of call: String) -> String {
        let head: JSONValue = ["alg": "none", "typ": "JWT"]
        let body: JSONValue = [
            "iss": "hookswitch-emulator", "cc": .string(call), "offer": .string(makeID()),
            "correlationId": .string(calls[call]?.correlationID ?? ""),
        ]
        func part(_ json: JSONValue) -> String {
            Data(json.encoded).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        }
        return "\(part(head)).\(part(body))."
    }
}
