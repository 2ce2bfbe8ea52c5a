import CallJournal
import CallModel
import FlowEngine

/// How the calls of a session end whose flow was stopped: nobody is left in silence.
extension SessionMachine {
    /// Stops a session that cannot be rebuilt, or goes on with ending the calls of one that was stopped before.
    /// - Parameter report: why; it becomes the report of its end.
    public func stopFromHead(report: String, at time: Double) -> SessionSlice {
        startSlice()
        guard !hasEnded else { return slice }
        at = max(at, time)
        stop(report, isBetweenSlices: true)
        for number in legs.keys.sorted() where legs[number]?.isLive == true {
            // Whether it ever comes up, nobody here will hear if the request never left.
            if !timers.contains(.disconnect(leg: number)) { setTimer(.disconnect(leg: number), after: 125) }
        }
        endIfDone()
        return slice
    }

    /// Ends one call as the flow wants it.
    func endStopped(_ number: Int) {
        guard let leg = legs[number] else { return }
        switch onStopped {
        case .transfer(let target) where leg.mayAct && !leg.isBeingEnded && !leg.wasJoined:
            legs[number]?.isBeingEnded = true
            legs[number]?.queue = []
            for other in leg.queue { settle(other, .callEnded) }
            let transfer = CallAction.transfer(TransferAction(target: target))
            decide(
                transfer, leg: number, purpose: .lastTransfer, timeLimit: transfer.defaultTimeLimit,
                place: "on_stopped")
        case .leave where leg.mayAct && !leg.isBeingEnded:
            legs[number]?.isBeingEnded = true
            decide(.hangUp(forEveryone: false), leg: number, purpose: .cleanup, timeLimit: 30, place: "on_stopped")
        case .hangUp, .leave, .transfer: endLeg(number, prompt: nil)
        }
    }
}
