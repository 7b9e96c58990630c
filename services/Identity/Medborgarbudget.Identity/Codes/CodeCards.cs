using System.Globalization;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using PdfSharp.WPFonts;

namespace Medborgarbudget.Identity.Codes;

/// <summary>Codes as cards to cut out, ten on an A4 page, in Swedish and English.</summary>
internal static class CodeCards
{
    public const string ContentType = "application/pdf";

    private const int Columns = 2;
    private const int Rows = 5;
    private const double Margin = 28;
    private const double Inset = 14;

    private static readonly XFont Small = MakeFont(9, XFontStyleEx.Regular);
    private static readonly XFont Heading = MakeFont(12, XFontStyleEx.Bold);
    private static readonly XFont Large = MakeFont(20, XFontStyleEx.Bold);

    /// <param name="title">Heading of every card.</param>
    /// <param name="address">Where to vote.</param>
    /// <param name="codes">In the order in which the cards are to lie.</param>
    /// <param name="cancellationToken">Ends the work between two pages.</param>
    public static byte[] Draw(string title, Uri address, IEnumerable<PrintedCode> codes, CancellationToken cancellationToken)
    {
        using var document = new PdfDocument();
        foreach (var sheet in codes.Chunk(Columns * Rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = document.AddPage();
            page.Size = PageSize.A4;
            using var graphics = XGraphics.FromPdfPage(page);
            var card = new XSize((page.Width.Point - (2 * Margin)) / Columns, (page.Height.Point - (2 * Margin)) / Rows);
            for (var i = 0; i < sheet.Length; i++)
            {
                var corner = new XPoint(Margin + (i % Columns * card.Width), Margin + (i / Columns * card.Height));
                Draw(graphics, new XRect(corner, card), title, address, sheet[i]);
            }
        }

        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }

    private static void Draw(XGraphics graphics, XRect card, string title, Uri address, PrintedCode code)
    {
        graphics.DrawRectangle(XPens.LightGray, card);
        var line = card.TopLeft + new XVector(Inset, 0);
        Write(title, Heading, 28);
        Write("Din röstkod (your voting code):", Small, 50);
        Write(code.Code.Show(), Large, 76);
        Write("Rösta på (vote at):", Small, 98);
        Write(address.AbsoluteUri, Small, 111);
        Write(string.Create(CultureInfo.InvariantCulture, $"Nr {code.Holder.Serial}  {code.Holder.LocalKey}"), Small, 138);

        void Write(string text, XFont font, double down) => graphics.DrawString(text, font, XBrushes.Black, line + new XVector(0, down));
    }

    // The library finds no font of its own where none is installed, and a server has none.
    private static XFont MakeFont(double size, XFontStyleEx style)
    {
        GlobalFontSettings.FontResolver ??= new OwnFonts();
        return new XFont(OwnFonts.Family, size, style);
    }

    private sealed class OwnFonts : IFontResolver
    {
        public const string Family = "Segoe WP";

        private const string Bold = Family + " Bold";

        public byte[] GetFont(string faceName) => faceName == Bold ? FontDataHelper.SegoeWPBold : FontDataHelper.SegoeWP;

        public FontResolverInfo ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Family);
    }
}
