"""The markup of the practice shop: what does not change from book to book."""

HEAD = """<!DOCTYPE html>
<html lang="en-us" class="no-js">
<head>
<title>
    {title} | {site}
</title>
<meta http-equiv="content-type" content="text/html; charset=UTF-8" />
<meta name="viewport" content="width=device-width" />
</head>
<body id="default" class="default">
"""

DETAIL = (
    HEAD
    + """<header class="header container-fluid"><div class="page_inner"><div class="row">
<div class="col-sm-8 h1"><a href="../../index.html">Books to Scrape</a></div>
</div></div></header>
<div class="container-fluid page"><div class="page_inner">
<ul class="breadcrumb">
<li><a href="../../index.html">Home</a></li>
<li><a href="../category/books_1/index.html">Books</a></li>
{crumb}
<li class="active">{title}</li>
</ul>
<div class="content"><div id="content_inner">
<article class="product_page">
<div class="row">
<div class="col-sm-6"><div id="product_gallery" class="carousel"><div class="thumbnail">
<div class="carousel-inner"><div class="item active">{image}</div></div>
</div></div></div>
<div class="col-sm-6 product_main">
{heading}
{price}
{availability}
{rating}
<hr/>
<div class="alert alert-warning" role="alert"><strong>Warning!</strong> This is a practice shop:
prices and ratings were drawn at random and mean nothing.</div>
</div>
</div>
{description}
<div class="sub-header"><h2>Product Information</h2></div>
<table class="table table-striped">
{table}</table>
</article>
</div></div></div></div>
</body>
</html>
"""
)

ABOUT = """<div id="product_description" class="sub-header"><h2>Product Description</h2></div>
<p>{}</p>"""

LIST = (
    HEAD
    + """<header class="header container-fluid"><div class="page_inner"><div class="row">
<div class="col-sm-8 h1"><a href="{up}index.html">Books to Scrape</a></div>
</div></div></header>
<div class="container-fluid page"><div class="page_inner">
<ul class="breadcrumb">
<li><a href="{up}index.html">Home</a></li><li class="active">{title}</li>
</ul>
<div class="row">
<aside class="sidebar col-sm-4 col-md-3">
<div class="side_categories"><ul class="nav nav-list"><li>
<a href="{up}catalogue/category/books_1/index.html">
 Books
</a>
<ul>
{sidebar}</ul>
</li></ul></div>
</aside>
<div class="col-sm-8 col-md-9">
<div class="page-header action"><h1>{title}</h1></div>
<form method="get" class="form-horizontal"><strong>{count}</strong> results.</form>
<section><div><ol class="row">
{cards}</ol>
<div>{pager}</div>
</div></section>
</div></div>
</div></div>
</body>
</html>
"""
)

CARD = """<li class="col-xs-6 col-sm-4 col-md-3 col-lg-3"><article class="product_pod">
<div class="image_container"><a href="{href}">{picture}</a></div>
{rating}
<h3><a href="{href}" title="{title}">{short}</a></h3>
<div class="product_price">
{price}
<p class="instock availability"><i class="icon-ok"></i> In stock</p>
<form><button type="submit" class="btn btn-primary btn-block">Add to basket</button></form>
</div>
</article></li>
"""
