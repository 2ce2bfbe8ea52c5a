import Foundation

/// A subscription, and whether its webhook did the handshake.
public struct SubscriptionStatus: Sendable, Equatable {
    /// Counted from 1.
    public var id: Int
    /// The webhook.
    public var subscription: GridSubscription
    /// Whether the handshake was done.
    public var isValidated: Bool
    /// Why it is not validated, once that was tried.
    public var problem: String?
    /// What the webhook has to give back.
    var code = UUID().uuidString
}

/// The subscriptions of an emulator. Events go to those that are not validated too: the handshake is done again first.
struct Subscriptions: Sendable {
    private(set) var all: [SubscriptionStatus] = []

    subscript(id: Int) -> SubscriptionStatus? { all.first { $0.id == id } }

    /// Adds one, or finds the one that is there for the same address.
    mutating func add(_ subscription: GridSubscription) -> Int {
        if let index = all.firstIndex(where: { $0.subscription.endpoint == subscription.endpoint }) {
            all[index].subscription.schema = subscription.schema
            return all[index].id
        }
        let id = (all.last?.id ?? 0) + 1
        all.append(SubscriptionStatus(id: id, subscription: subscription, isValidated: false))
        return id
    }

    mutating func setProblem(_ problem: String?, of id: Int) {
        guard let index = all.firstIndex(where: { $0.id == id }) else { return }
        all[index].problem = problem
        all[index].isValidated = problem == nil
    }

    /// Validates by the link of the handshake. Returns whether there was such a code.
    mutating func validate(code: String) -> Bool {
        guard let status = all.first(where: { $0.code == code }) else { return false }
        setProblem(nil, of: status.id)
        return true
    }
}
