import CallModel

extension EmulatorCore {
    /// Rings the target; the caller hears it until the target decides.
    mutating func startTransfer(
        _ id: String, to target: CommunicationIdentifier, context: String?, callback: String?
    ) {
        let reaction = reactionOf(target)
        let delay =
            switch reaction {
            case .answer(let seconds), .decline(let seconds): seconds
            case .busy, .unreachable: 0.2
            case .noAnswer: configuration.ringLimit
            }
        let alarm = set(.transfer(call: id), after: delay)
        calls[id]?.state = .transferring
        calls[id]?.connection?.transfer = PendingTransfer(
            target: target, operationContext: context, callbackURI: callback, reaction: reaction, alarm: alarm)
        deadlines.cancel(calls[id]?.idleAlarm)
        note(.transferStarted, "to \(target.spoken)", ["target": .string(target.rawID)], call: id)
    }

    mutating func transferTargetReacts(_ id: String) {
        guard let call = calls[id], let transfer = call.connection?.transfer else { return }
        switch transfer.reaction {
        case .answer: acceptTransfer(id, call.caller, transfer)
        case .decline: failTransfer(id, transfer, transfer.target.result(.declined))
        case .busy: failTransfer(id, transfer, transfer.target.result(.busy))
        case .noAnswer: failTransfer(id, transfer, transfer.target.result(.noAnswer))
        case .unreachable: failTransfer(id, transfer, transfer.target.result(.unreachable))
        }
    }

    private mutating func acceptTransfer(
        _ id: String, _ transferee: CommunicationIdentifier, _ transfer: PendingTransfer
    ) {
        cancelMedia(id, callEnds: true)
        emit(
            "CallTransferAccepted", call: id,
            result: ResultInformation(code: 200, subCode: 0, message: "Action completed successfully."),
            context: transfer.operationContext, address: transfer.callbackURI,
            own: [("transferTarget", transfer.target.json), ("transferee", transferee.json)])
        note(
            .transferred, "\(transferee.spoken) now speaks with \(transfer.target.spoken)",
            ["target": .string(transfer.target.rawID), "transferee": .string(transferee.rawID)], call: id)
        disconnect(id, .transferred)
    }

    /// The transfer comes to nothing; the call goes on as before.
    mutating func failTransfer(_ id: String, _ transfer: PendingTransfer, _ result: ResultInformation) {
        calls[id]?.connection?.transfer = nil
        calls[id]?.state = .connected
        emit(
            "CallTransferFailed", call: id, result: result, context: transfer.operationContext,
            address: transfer.callbackURI)
        note(
            .transferFailed, "\(transfer.target.spoken): \(result.message)",
            [
                "target": .string(transfer.target.rawID), "code": .integer(Int64(result.code)),
                "sub_code": .integer(Int64(result.subCode)),
            ], call: id)
        watchForIdleness(id)
    }

    /// What somebody does when rung: a phone in a call is busy.
    private func reactionOf(_ target: CommunicationIdentifier) -> RingReaction {
        guard let phone = phones[target.rawID] else { return configuration.unknownNumbers }
        return phone.callID == nil ? phone.whenRung : .busy
    }
}
