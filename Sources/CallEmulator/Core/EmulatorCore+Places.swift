import CallModel

/// What a call locator names.
enum CallPlace: Sendable, Equatable {
    case serverCall(String)
    case group(String)
    case room(String)

    /// As a person says it.
    var text: String {
        switch self {
        case .serverCall: "a running call"
        case .group(let id): "the group call \(id)"
        case .room(let id): "the room \(id)"
        }
    }
}

/// Groups and rooms: places where people meet without being called.
extension EmulatorCore {
    func runningCall(_ place: CallPlace) -> String? {
        switch place {
        case .serverCall(let id):
            callOrder.last { calls[$0]?.serverCallID == id && calls[$0]?.outcome == nil }
        case .group(let id): groups[id]
        case .room(let id): rooms[id].flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// Says which call is the one of a group or an existing room from now on.
    mutating func occupy(_ place: CallPlace, _ call: String) {
        switch place {
        case .serverCall: break
        case .group(let id): groups[id] = call
        case .room(let id): if rooms[id] != nil { rooms[id] = call }
        }
    }

    /// Makes a room, if it is not there yet.
    public mutating func makeRoom(_ id: String) {
        if rooms[id] == nil { rooms[id] = "" }
        changes += 1
    }

    /// A phone enters a group call or a room by itself.
    mutating func enter(_ place: CallPlace, _ identifier: CommunicationIdentifier) -> String {
        let call: String
        if let running = runningCall(place) {
            call = running
        } else {
            let kind: Call.Kind =
                if case .room(let id) = place { .room(id: id) } else if case .group(let id) = place {
                    .group(id: id)
                } else { .group(id: nil) }
            call = beginCall(kind, from: identifier, to: nil)
            occupy(place, call)
        }
        phones[identifier.rawID]?.callID = call
        join(Participant(identifier: identifier), call)
        return call
    }
}
