using System.Runtime.InteropServices;

namespace Medborgarbudget.Tally;

/// <summary>
/// The price of a project as far as the filter knows it: somewhere from <see cref="Low"/> to <see cref="High"/>, both per worth
/// and in steps of the purses. Floating point numbers only bound it; offers whose bounds overlap are told apart exactly.
/// </summary>
/// <param name="Project">What is offered.</param>
/// <param name="Low">The price is not below this.</param>
/// <param name="High">The price is not above this.</param>
/// <param name="Rest">What the richer payers pay together, in steps.</param>
/// <param name="RichShares">The shares of the richer payers together.</param>
/// <param name="Exact">The exact price of a share, once it is known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Offer(
    int Project, double Low, double High, Int128 Rest, long RichShares, ExactFraction? Exact);

/// <summary>What became of a look at a project.</summary>
internal enum OfferKind
{
    /// <summary>The payers can pay, and the offer is their price.</summary>
    Priced,

    /// <summary>The price is above that of the best offer so far.</summary>
    TooDear,

    /// <summary>The payers together have less than the cost, now and for the rest of the run.</summary>
    NotPaidFor,

    /// <summary>The filter cannot tell.</summary>
    Unclear,
}
