import CallModel

/// A call as it stands, for whoever drives the core by hand.
public struct CallStanding: Sendable, Equatable {
    /// The name in the control API.
    public var id: String
    /// `ringing`, `connecting`, `connected`, `transferring` or `ended`.
    public var state: String
    /// How it ended; nil while it goes on.
    public var outcome: String?
    /// The trace id, the same for all legs.
    public var correlationID: String
    /// The service's id of the whole call.
    public var serverCallID: String
    /// Raw ids of the people in the call, in the order of joining; the application is none of them.
    public var participants: [String]
    /// Raw ids of those who are rung.
    public var ringing: [String]
    /// Call connections of the application, oldest first, ended ones too.
    public var connections: [String]

    /// A call from its parts.
    public init(
        id: String, state: String, outcome: String?, correlationID: String, serverCallID: String,
        participants: [String], ringing: [String], connections: [String]
    ) {
        (self.id, self.state, self.outcome) = (id, state, outcome)
        (self.correlationID, self.serverCallID) = (correlationID, serverCallID)
        (self.participants, self.ringing, self.connections) = (participants, ringing, connections)
    }
}

/// A phone as it stands.
public struct PhoneStanding: Sendable, Equatable {
    /// As the control API names it: a number with its +, else the raw id.
    public var number: String
    /// The raw id.
    public var rawID: String
    /// The call that it is in or that rings it.
    public var callID: String?
    /// The same, or the last one that it was in or that rang it.
    public var lastCallID: String?
    /// Whether it is rung and has not decided.
    public var isRung: Bool
    /// Whether a recognition in its call listens to it now, or something takes its keys.
    public var isListenedTo: Bool
    /// Whether anybody or anything in its call listens to it when it speaks.
    public var isHeard: Bool

    /// A phone from its parts.
    public init(
        number: String, rawID: String, callID: String?, lastCallID: String?, isRung: Bool, isListenedTo: Bool,
        isHeard: Bool
    ) {
        (self.number, self.rawID, self.callID, self.lastCallID) = (number, rawID, callID, lastCallID)
        (self.isRung, self.isListenedTo, self.isHeard) = (isRung, isListenedTo, isHeard)
    }
}

extension EmulatorCore {
    /// Ids of all calls that are remembered, oldest first.
    public var callIDs: [String] { callOrder }

    /// A call as it stands.
    public func standing(ofCall id: String) throws(ControlError) -> CallStanding {
        let call = try known(id)
        return CallStanding(
            id: id, state: state(of: call).rawValue, outcome: call.outcome?.word.rawValue,
            correlationID: call.correlationID, serverCallID: call.serverCallID,
            participants: call.participants.filter { $0.legID == nil }.map(\.identifier.rawID),
            ringing: call.invitations.map(\.target.rawID), connections: call.legIDs)
    }

    /// A phone as it stands; nil when nobody has named it and it was never in a call.
    public func standing(ofPhone number: String) -> PhoneStanding? {
        guard let phone = phones[number.hasPrefix("+") ? "4:" + number : number] else { return nil }
        let rawID = phone.identifier.rawID
        let call = phone.callID.flatMap { calls[$0] }
        let isIn = call?.participants.contains { $0.identifier.rawID == rawID } ?? false
        let listeners = connectedLegs(of: phone.callID ?? "").contains { leg in
            leg.toneListeners[rawID] != nil || leg.tellsKeys
                || MediaLane.allCases.contains { leg[$0].current?.listens(to: rawID) != nil }
        }
        return PhoneStanding(
            number: phone.identifier.spoken, rawID: rawID, callID: call?.id, lastCallID: call?.id ?? phone.lastCallID,
            isRung: call?.invitations.contains { $0.target.rawID == rawID } ?? false,
            isListenedTo: isIn && listeners, isHeard: isIn && call.map { isHeard(rawID, in: $0) } ?? false)
    }

    /// A phone that is rung picks up, whatever it was told to do.
    public mutating func pickUp(_ number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        guard let phone = standing(ofPhone: number), let id = phone.callID,
            let invitation = calls[id]?.invitations.first(where: { $0.target.rawID == phone.rawID })
        else { throw ControlError(status: 409, message: "the phone \(number) is not rung") }
        pickUp(invitation, of: id)
    }

    /// A phone in a call says something. People hear it, and what listens for speech; what listens for keys does not.
    public mutating func say(_ text: String, on number: String, at time: Double) throws(ControlError) {
        advance(to: time)
        guard let phone = standing(ofPhone: number), let id = phone.callID, let call = calls[id],
            [.connected, .transferring].contains(state(of: call))
        else { throw ControlError(status: 409, message: "the phone \(number) is not in a connected call") }
        speak(text, phone: phone.rawID, call: id)
    }
}
