import CallModel

extension EmulatorCore {
    /// Rings the target; the transferee hears it until the target decides.
    mutating func startTransfer(_ transfer: Transfer, to target: CommunicationIdentifier, customContext: JSONValue?) {
        guard let leg = leg(transfer.leg), let call = calls[leg.callID] else { return }
        if !transfer.isOfGroup {
            legs[leg.id]?.state = .transferring
            for participant in call.participants {
                deadlines.cancel(phones[participant.identifier.rawID]?.idleAlarm)
            }
        }
        note(
            .transferStarted, "to \(target.spoken)",
            [
                "target": .string(target.rawID), "transferee": .string(transfer.transferee.rawID),
                "custom_context": customContext,
            ], call: leg.callID)
        invite(
            Invitation(
                id: makeID(), target: target, caller: transfer.transferee, displayName: call.displayName,
                customContext: customContext, purpose: .transfer(transfer), patience: configuration.ringLimit),
            to: leg.callID)
    }

    /// The target is there. In a call of two the application's leg ends; out of a group only the transferee goes.
    mutating func acceptTransfer(_ transfer: Transfer, _ target: Participant, _ call: String) {
        // The transferee may have left while the application's media came up.
        guard calls[call]?.participants.contains(where: { $0.identifier == transfer.transferee }) ?? false else {
            failTransfer(
                transfer, to: target.identifier, .notPresent, ["target": .string(target.identifier.rawID)], call)
            if let leg = target.legID {
                legs[leg]?.state = .connecting
                end(leg)
            }
            return
        }
        if !transfer.isOfGroup { cancelMedia(transfer.leg, callEnds: true) }
        emit(
            "CallTransferAccepted", leg: transfer.leg,
            result: ResultInformation(code: 200, subCode: 0, message: "Action completed successfully."),
            context: transfer.context, address: transfer.callback,
            own: [("transferTarget", target.identifier.json), ("transferee", transfer.transferee.json)])
        noteSpeaking(transfer.transferee, with: target.identifier, call)
        if transfer.isOfGroup { return splitOff(transfer, target, call) }
        legs[transfer.leg]?.state = .connected
        end(transfer.leg)
        let others = liveLegs(of: call)
        leave(call, tellOthers: false) { $0.legID == transfer.leg }
        guard !others.isEmpty else {
            // Both speak on without the application; the emulator follows them no further.
            release(phone: target.identifier.rawID, from: call)
            return endCall(call, .transferred)
        }
        join(target, call)
    }

    /// Somebody was sent on, by a transfer or a redirect, and is there.
    mutating func noteSpeaking(
        _ moved: CommunicationIdentifier, with target: CommunicationIdentifier, _ call: String
    ) {
        note(
            .transferred, "\(moved.spoken) now speaks with \(target.spoken)",
            ["target": .string(target.rawID), "transferee": .string(moved.rawID)], call: call)
    }

    /// Target and transferee form a call of their own.
    private mutating func splitOff(_ transfer: Transfer, _ target: Participant, _ call: String) {
        let isWithApplication =
            target.legID != nil
            || calls[call]?.participants.contains { $0.identifier == transfer.transferee && $0.legID != nil } ?? false
        let id = isWithApplication ? beginCall(.twoParty, from: transfer.transferee, to: target.identifier) : nil
        // The new leg hears nothing of the old call any more.
        if let id, let leg = target.legID { assign(leg, to: id) }
        let phone = phones[transfer.transferee.rawID]
        if let transferee = leave(call, { $0.identifier == transfer.transferee }) {
            if let id {
                if let leg = transferee.legID { assign(leg, to: id) }
                var partners = [transferee, target]
                for index in partners.indices { partners[index].isAnnounced = false }
                if transferee.legID == nil { keep(phone, in: id) }
                if target.legID == nil { keep(phones[target.identifier.rawID], in: id) }
                calls[id]?.participants = partners
                note(
                    .joined, "\(transferee.identifier.spoken) speaks with \(target.identifier.spoken)",
                    ["participant": .string(transferee.identifier.rawID)], call: id)
                announce(id)
            } else {
                // Both speak on without the application; the emulator follows them no further.
                release(phone: target.identifier.rawID, from: call)
            }
        }
        endIfDeserted(call, .transferred)
    }

    /// A leg belongs to another call from now on.
    mutating func assign(_ leg: String, to call: String) {
        if let leg = self.leg(leg) { cancelInvitations(by: leg) }
        legs[leg]?.callID = call
        calls[call]?.legIDs.append(leg)
    }

    /// The transfer comes to nothing; the call goes on as before.
    mutating func failTransfer(
        _ transfer: Transfer, to target: CommunicationIdentifier, _ result: ResultInformation, _ codes: JSONObject,
        _ call: String
    ) {
        if legs[transfer.leg]?.state == .transferring { legs[transfer.leg]?.state = .connected }
        emit(
            "CallTransferFailed", leg: transfer.leg, result: result, context: transfer.context,
            address: transfer.callback)
        note(.transferFailed, "\(target.spoken): \(result.message)", codes, call: call)
        watchForIdleness(call)
    }
}
