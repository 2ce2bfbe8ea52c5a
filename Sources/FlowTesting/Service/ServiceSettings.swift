import CallAutomation

/// Which service cases are played at, and how it reaches this process.
public struct ServiceSettings: Sendable {
    /// The resource's address.
    public var endpoint: String
    /// What requests are signed with.
    public var credential: ServiceCredential
    /// How the service reaches this process; nil takes the address that it listens at.
    public var publicURL: String?
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    public var port = 0
    /// When set, Event Grid's address must carry `?secret=…`.
    public var incomingSecret: String?
    /// Numbers of the resource that the tester plays phones with.
    public var phones: [String] = []
    /// All numbers of the resource, where they are known.
    public var ownedNumbers: [String] = []
    /// The AI resource that speaks what phones say.
    public var aiResource: String?
    /// The version of the service's interface that phones ask for.
    public var apiVersion = ActionRequest.defaultAPIVersion
    /// Seconds that a case may take; longer ones are left out.
    public var longest = 60.0
    /// Seconds for which sessions may go on after their story; then they are stopped.
    public var patience = 5.0

    /// One resource, without phones.
    public init(endpoint: String, credential: ServiceCredential) {
        (self.endpoint, self.credential) = (endpoint, credential)
    }

    var drivable: DrivablePhones { DrivablePhones(numbers: Set(phones), owned: Set(ownedNumbers)) }
}
