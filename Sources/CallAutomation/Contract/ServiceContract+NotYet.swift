extension ServiceContract {
    /// Operations of the stable version that no action stands for yet, and why. A test holds this list against the contract and
    /// `ActionRule`: whoever adds an action takes its operation out of here.
    public static let notYet: [String: String] = [:]
}
