import CallEmulator
import CallModel
import NIOCore

/// What the service tells phones.
extension ServiceLine {
    /// Events of one leg have come.
    func take(_ events: [CallEvent], of leg: Int) {
        // What flows did before belongs before.
        settle()
        for event in events { take(event, of: leg) }
        tell()
    }

    private func take(_ event: CallEvent, of id: Int) {
        guard let place = board.value.place(of: id) else { return }
        let keys = event.scannedKeys()
        identify(place.call, keys.correlationID, keys.serverCallID)
        let leg = board.value.calls[place.call].legs[place.leg]
        if leg.connection == nil, let connection = keys.callConnectionID { opened(id, connection) }
        // Events come twice, and in any order.
        guard leg.state != .ended else { return }
        switch event.name {
        case "CallConnected":
            guard leg.state == .asked else { return }
            board.value.calls[place.call].legs[place.leg].state = .connected
            board.value.calls[place.call].legs[place.leg].wasUp = true
            note(.joined, "\(leg.phone) is in the call", id)
        case "CallDisconnected":
            board.value.calls[place.call].legs[place.leg].state = .ended
            note(.left, "\(leg.phone) is in the call no more", id)
        case "CreateCallFailed", "AnswerFailed":
            let result = (try? event.parsedData()).flatMap { ResultInformation(eventData: $0) }
            board.value.calls[place.call].legs[place.leg].failure = result
            board.value.calls[place.call].legs[place.leg].state = .ended
            let code = result.map { ", the caller sees \($0.code)" } ?? ""
            note(.notAnswered, "\(leg.other.spoken): \(result?.message ?? "not reached")\(code)", id)
        case "SendDtmfTonesFailed":
            let result = (try? event.parsedData()).flatMap { ResultInformation(eventData: $0) }
            stop(StageFault("the keys of \(leg.phone) did not arrive: \(result?.message ?? "no reason is told")"))
        default: return
        }
    }

    /// A phone is rung.
    func take(_ offer: IncomingCall, to phone: String) {
        guard board.value.isNew(offer) else { return }
        settle()
        let isBusy = board.value.isOver || board.value.live(phone) != nil
        let leg = ServiceLeg(
            id: board.value.nextLeg(), phone: phone, other: offer.from, isCaller: false,
            state: .offered(token: offer.incomingCallContext))
        if let call = board.value.call(of: offer, to: phone) {
            board.value.calls[call].legs.append(leg)
            note(.ringing, "\(phone) rings", leg.id)
        } else {
            _ = begin(leg, correlationID: offer.correlationID, serverCallID: offer.serverCallID)
        }
        if isBusy { decline(leg.id, .busy) } else { react(leg.id, board.value.reactions[phone]) }
        tell()
    }

    private func react(_ leg: Int, _ reaction: RingReaction?) {
        switch reaction ?? .answer(after: 0.5) {
        case .answer(let seconds): time.run(after: seconds) { [self] in answer(leg) }
        case .decline(let seconds): time.run(after: seconds) { [self] in decline(leg) }
        case .busy: decline(leg, .busy)
        case .noAnswer, .unreachable, .invalidNumber: return
        }
    }
}
