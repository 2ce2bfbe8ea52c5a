import CallModel

/// Brings events to the application: what the core wants told goes through the machine to the courier.
extension CallEmulator {
    /// Hands on what the core has left, until nothing is left.
    func carryOut() {
        var isThrough = false
        while !isThrough {
            for note in core.takeNotes() { ledger?.note(note) }
            let effects = core.takeEffects()
            for effect in effects {
                switch effect {
                case .callback(let delivery): machine.enqueue(delivery, line: ledger?.event(delivery), at: time())
                case .publish(let event): publish(event)
                case .stream(let order): carry(order)
                }
            }
            machine.advance(to: time())
            for attempt in machine.takeAttempts() { carry(attempt) }
            let news = machine.takeNews()
            for item in news { tell(item) }
            isThrough = news.isEmpty && effects.isEmpty
        }
    }

    private func publish(_ event: GridEvent) {
        // Most people watch for calls only; of the other events nobody misses anything without a subscription.
        if subscriptions.all.isEmpty, event.name == "IncomingCall" {
            tell(.gridFailed(event, endpoint: "nobody", reason: "there is no subscription"))
        }
        for status in subscriptions.all {
            machine.enqueue(
                event, to: (status.id, status.subscription), line: ledger?.event(event, to: status.subscription),
                at: time())
        }
    }

    /// With a held clock, requests of deliveries carry their number: what is sent at one moment can be put in order.
    public static let deliveryHeader = "hookswitch-delivery"

    private func carry(_ attempt: DeliveryAttempt) {
        guard let client else {
            return machine.giveUp(attempt.id, reason: "the emulator is not running", at: time())
        }
        let courier = Courier(client: client)
        var attempt = attempt
        if clock.isHeld { attempt.headers.append((Self.deliveryHeader, "\(attempt.id)")) }
        tasks.run { [weak self, ledger, attempt] in
            if let line = attempt.line { await ledger?.settled(line) }
            if attempt.isFirst, let id = attempt.subscription { await self?.validateUnlessDone(id) }
            let outcome = await courier.send(attempt)
            await self?.ended(attempt, outcome, isBrokenOff: Task.isCancelled)
        }
    }

    private func ended(_ attempt: DeliveryAttempt, _ outcome: DeliveryTry.Outcome, isBrokenOff: Bool) {
        if isBrokenOff {
            ledger?.delivery(attempt.event, DeliveryTry(number: attempt.number, outcome: outcome))
            return
        }
        machine.finished(attempt.id, outcome, at: time())
        if deliveryWatchers > 0 { watchers.wakeAll() }
        settle()
    }

    private func tell(_ news: DeliveryNews) {
        switch news {
        case .tried(let event, let result): ledger?.delivery(event, result)
        case .callbackFailed(let delivery, let reason):
            ledger?.givenUp(delivery.event["id"]?.stringValue ?? "", reason)
            logger.warning("callback failed", metadata: ["event": "\(delivery.name)", "reason": "\(reason)"])
            core.callbackFailed(delivery, reason: reason, at: time())
        case .gridFailed(let event, let endpoint, let reason):
            if endpoint != "nobody" { ledger?.givenUp(event.id, reason) }
            logger.warning("event failed", metadata: ["endpoint": "\(endpoint)", "reason": "\(reason)"])
            core.publishFailed(event, endpoint: endpoint, reason: reason, at: time())
        }
    }

    /// Which delivery was the last one so far.
    var lastDelivery: Int { machine.lastID }

    /// Waits until an event of a connection was sent that came after delivery `mark`, `seconds` at the most.
    func delivery(after mark: Int, of connection: String, within seconds: Double) async {
        let limit = time() + min(seconds, 3_600)
        deliveryWatchers += 1
        defer { deliveryWatchers -= 1 }
        while !machine.hasSent(after: mark, of: connection), address != nil, !Task.isCancelled {
            let left = limit - time()
            if left <= 0 { return }
            if clock.isHeld { await pause(min(left, 0.001)) } else { await change(within: .seconds(left)) }
        }
    }

    // MARK: - Subscriptions

    /// Adds a subscription and does the handshake with its webhook; the result tells how that went.
    @discardableResult
    public func subscribe(_ subscription: GridSubscription) async -> SubscriptionStatus? {
        let id = subscriptions.add(subscription)
        await validate(id)
        return subscriptions[id]
    }

    private func validateUnlessDone(_ id: Int) async {
        if subscriptions[id]?.isValidated == false { await validate(id) }
    }

    func validate(_ id: Int) async {
        guard let status = subscriptions[id] else { return }
        let handshake = GridHandshake(client: client, topic: configuration.topic)
        let problem = await handshake.validate(
            status.subscription, code: status.code, link: "\(address?.url ?? "")/emulator/v1/subscriptions/validation")
        // It may have been validated by hand meanwhile.
        if subscriptions[id]?.isValidated == true { return }
        subscriptions.setProblem(problem, of: id)
        if let problem {
            logger.warning(
                "subscription is not validated",
                metadata: ["endpoint": "\(status.subscription.endpoint.withoutQuery)", "reason": "\(problem)"])
        }
    }
}
